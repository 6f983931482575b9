"""Changes of the order of the work that can be made one at a time in the as-is model."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bpmn import read_model
from bpmn.difference import Change
from bpmn.errors import BpmnFileError
from bpmn.model import Model
from bpmn.soundness import check_soundness
from bpmn.writing import Edit, Move, Parallelise, apply_edits

__all__ = ["edited", "possible_edits"]

_MOST = 3


def possible_edits(
    as_is: Model, to_be: Model, match: Mapping[str, str], changes: Sequence[Change]
) -> list[tuple[Change, Edit]]:
    """Return the changes of order, each with the edit of the as-is model that makes it; at most three.

    An edit is taken only if it can be made, and leaves the model as sound as it was, with and without each of the
    others. What came between two activities that now run beside each other, or a place that as-is does not have, stands
    against it: such changes remain part of what else is different.

    Args:
        as_is: The model as it is, with its source.
        to_be: The model as it could be.
        match: The id in to-be of each node that is in both.
        changes: The differences of the two.
    """
    found: list[tuple[Change, Edit]] = []
    if not as_is.source:
        return found
    was_sound = _is_sound(as_is)
    for change, edit in _wanted(as_is, to_be, match, changes):
        others = [other for _, other in found]
        subsets = [subset for size in range(len(others) + 1) for subset in combinations(others, size)]
        if len(found) < _MOST and all(_can_be_made(as_is, [*subset, edit], was_sound) for subset in subsets):
            found.append((change, edit))
    return found


def edited(model: Model, edits: Sequence[Edit]) -> Model:
    """Return a model after some edits.

    Raises:
        BpmnFileError: If one cannot be made.
    """
    return read_model(apply_edits(model.source, edits), source_name=model.source_name) if edits else model


def _wanted(
    as_is: Model, to_be: Model, match: Mapping[str, str], changes: Sequence[Change]
) -> Iterator[tuple[Change, Edit]]:
    back = {after: before for before, after in match.items()}
    for change in changes:
        if change.kind == "parallelised" and len(change.as_is) == 2:
            yield change, Parallelise(first=change.as_is[0], second=change.as_is[1])
        elif change.kind in {"resequenced", "knocked-out-earlier"}:
            ways = to_be.nodes[change.to_be[0]].incoming
            before = back.get(to_be.flows[ways[0]].source) if len(ways) == 1 else None
            onto = as_is.nodes[before].outgoing if before in as_is.nodes else ()
            if len(onto) == 1:
                yield change, Move(node=change.as_is[0], flow=onto[0])


def _can_be_made(model: Model, edits: Sequence[Edit], was_sound: bool) -> bool:
    try:
        return _is_sound(edited(model, edits)) or not was_sound
    except BpmnFileError:
        return False


def _is_sound(model: Model) -> bool:
    return all(found.verdict != "unsound" for found in check_soundness(model).values())
