"""Files that come with a form: each is kept at once, so that a mistake on the page costs none of them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from flask import request

from engine import Document, DocumentRefusedError
from webui.context import current_language
from webui.forms import BoundForm, FileField, KnownFiles

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

__all__ = ["Keep", "has_uploads", "known_files", "take_uploads"]

_LONGEST_NAME = 80

Keep: TypeAlias = Callable[[FileField, str, bytes], Document]
"""Keeps a file of a question under a name; raises DocumentRefusedError where it is not taken."""


def take_uploads(form: BoundForm, keep: Keep) -> BoundForm:
    """Return a posted form with the files that came with it: those that are taken answer, the others are errors."""
    posted = request.form.copy()
    files: dict[str, dict[str, Any]] = {}
    refusals: dict[str, str] = {}
    for field in form.file_fields:
        for sent in _sent(field):
            try:
                document = keep(field, sent.filename or "", sent.read())
            except DocumentRefusedError as error:
                refusals[field.name] = f"{(sent.filename or '')[:_LONGEST_NAME]}: {error.into(current_language())}"
            else:
                posted.add(field.name, document.id)
                files[document.id] = _answer(document)
    return form.with_posted(posted, files=files, refusals=refusals) if files or refusals else form


def has_uploads() -> bool:
    """Return whether any file came with the request."""
    return any(sent.filename for sent in request.files.values())


def known_files(documents: Iterable[Document]) -> KnownFiles:
    """Return documents as answers know them, by id."""
    return {document.id: _answer(document) for document in documents}


def _sent(field: FileField) -> "list[FileStorage]":
    found = [sent for sent in request.files.getlist(field.name) if sent.filename]
    return found if field.component.is_many else found[-1:]


def _answer(document: Document) -> dict[str, Any]:
    return {"document": document.id, "name": document.name, "size": document.size, "type": document.content_type}
