"""Texts that an analyst wrote."""

from bpmn.frozen import dataclass

__all__ = ["NO_LABEL", "Label"]


@dataclass(frozen=True, slots=True)
class Label:
    """A text that an analyst wrote, in one or more languages; shown as a `bpmn.language.Text` is.

    >>> Label((("en", "Clerk"),)).into("mn")
    'Clerk'
    """

    texts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.into("en")

    def into(self, language: str) -> str:
        """Return the text in `language`, else in English, else in any language it has, else ""."""
        known = dict(self.texts)
        return known.get(language) or known.get("en") or next(iter(known.values()), "")


NO_LABEL = Label()
"""What stands where nothing was written."""
