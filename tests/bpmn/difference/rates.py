"""How many known edits of the corpora's files `compare_models` names right."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bpmn import Model, read_model
from bpmn.difference import Change, compare_models
from bpmn.writing import apply_edits
from tests.bpmn.known_edits import KnownEdit, corpus_models, known_edits, with_new_ids

__all__ = ["Trial", "trials"]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One known edit of one file, and what was said of it.

    Attributes:
        file: The file.
        known: The edit.
        has_new_ids: Whether every element was given another id, as if the model were drawn anew.
        said: What `compare_models` said.
        is_named: Whether it named the edit: the kind and the elements.
        is_all: Whether it named nothing else.
    """

    file: Path
    known: KnownEdit
    has_new_ids: bool
    said: tuple[Change, ...]
    is_named: bool
    is_all: bool


def trials(folder: Path, step: int, *, first: int = 0) -> Iterator[Trial]:
    """Yield the trials of every so manyeth file: each kind of edit that it allows, with its ids and with new ones."""
    for place, (path, data, model) in enumerate(corpus_models(folder, step, first)):
        for known in known_edits(model, place * step + first):
            written = apply_edits(data, [known.edit])
            yield _trial(path, model, read_model(written, source_name=path.name), known, {})
            renamed, new = with_new_ids(written)
            yield _trial(path, model, read_model(renamed, source_name=path.name), known, new)


def _trial(path: Path, before: Model, behind: Model, known: KnownEdit, new: dict[str, str]) -> Trial:
    said = compare_models(before, behind)
    expected = (known.kind, set(known.as_is), {new.get(element, element) for element in known.to_be})
    is_named = any((change.kind, set(change.as_is), set(change.to_be)) == expected for change in said)
    return Trial(
        file=path,
        known=known,
        has_new_ids=bool(new),
        said=said,
        is_named=is_named,
        is_all=is_named and len(said) == 1,
    )
