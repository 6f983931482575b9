"""The errors of this room: what is wrong, where, and what to do about it."""

from bpmn.language import Text

__all__ = ["BpmnFileError", "UnreadableFileError"]


class BpmnFileError(Exception):
    """Something in a BPMN or DMN file, or in an expression of one, cannot be used.

    Attributes:
        text: The sentence for a person, translatable.
        source_name: The file's name as the person knows it, or "".
        line: 1-based line in the file, or None where there is none.
        element: The id of the element concerned, or None.
    """

    def __init__(
        self, text: Text, *, source_name: str = "", line: int | None = None, element: str | None = None
    ) -> None:
        super().__init__(text)
        self.text = text
        self.source_name = source_name
        self.line = line
        self.element = element

    def __str__(self) -> str:
        return self.into("en")

    def into(self, language: str) -> str:
        """Return the place and the sentence in `language`."""
        where = self.source_name
        if self.line is not None:
            where = f"{where}:{self.line}" if where else f"line {self.line}"
        return f"{where}: {self.text.into(language)}" if where else self.text.into(language)


class UnreadableFileError(BpmnFileError):
    """The file is not one that can be read: not XML, too large, a DTD, not BPMN."""
