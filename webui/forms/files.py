"""The question for files. A browser sends a file once; from then on the page carries its document's id.

An answer is a list of what is known of each file: `{"document": id, "name": …, "size": …, "type": …}`. An id that the
page was not given by the engine means nothing: what is posted cannot reach another case's papers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from webui.forms.fields import AnswerField
from webui.forms.schema import Component
from webui.languages import show_number

__all__ = ["FileField", "KnownFiles", "files_in"]

KnownFiles = Mapping[str, Mapping[str, Any]]
"""What is known of documents, by id."""

_REMOVE = "-remove"
_MOST = 50


class FileField(AnswerField):
    """One or several files.

    Attributes:
        known: What the page may speak of; set before the answer is asked for.
        ids: The documents whose ids were posted, without those to be removed.
    """

    def __init__(self, component: Component, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(component, **kwargs)
        self.known: KnownFiles = {}
        self.ids: tuple[str, ...] = ()

    @staticmethod
    def encode(component: Component, value: object) -> Mapping[str, Sequence[str]]:
        """Return the documents' ids."""
        del component
        return {"": [str(each["document"]) for each in files_in(value)]}

    @classmethod
    def names(cls, name: str) -> frozenset[str]:
        """Return the names of the ids and of the boxes that remove them."""
        return frozenset({name, f"{name}{_REMOVE}"})

    def process(self, formdata: "MultiDict[str, str] | None", *_others: object, **_named: object) -> None:
        """Take the ids."""
        self.process_errors: list[str] = []
        posted = formdata or MultiDict()
        removed = set(posted.getlist(f"{self.name}{_REMOVE}"))
        self.ids = tuple(dict.fromkeys(one for one in posted.getlist(self.name) if one not in removed))[:_MOST]

    @property
    def value(self) -> list[dict[str, Any]]:
        """What is known of each file; an empty list where there is none."""
        found = [dict(self.known[one]) for one in self.ids if one in self.known]
        return found if self.component.is_many else found[-1:]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The same: a file that was taken is as it must be."""
        return self.value

    @property
    def lines(self) -> tuple[str, ...]:
        """The names of the files, with their sizes."""
        return tuple(f"{each.get('name', '')} ({_size(each.get('size'))})" for each in self.value)

    @property
    def items(self) -> Sequence[tuple[str, str]]:
        """What to render of the files that are there: id and line."""
        return tuple(zip((str(each["document"]) for each in self.value), self.lines, strict=True))


def files_in(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield what answers know of files, wherever it is in them."""
    if isinstance(value, Mapping):
        if isinstance(value.get("document"), str):
            yield value
        else:
            for each in value.values():
                yield from files_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from files_in(each)


def _size(size: object) -> str:
    kilobytes = max(1, round((size if isinstance(size, int) else 0) / 1024))
    return f"{show_number(kilobytes)} KB" if kilobytes < 1024 else f"{show_number(round(kilobytes / 1024, 1))} MB"
