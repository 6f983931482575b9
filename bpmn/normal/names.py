"""Ids for the nodes and flows that the normal form adds."""

from collections.abc import Iterator

from bpmn.model import Model

__all__ = ["Names"]


class Names:
    """Gives ids derived from an original element's id, none of which the model already has.

    Attributes:
        origin: The original element's id by the id of each node and flow, new ones included.
    """

    def __init__(self, model: Model) -> None:
        self._taken = set(_all_ids(model))
        self.origin: dict[str, str] = {}

    def keep(self, element_id: str) -> None:
        """Record that an element is kept under its own id."""
        self.origin.setdefault(element_id, element_id)

    def derive(self, original: str, suffix: str) -> str:
        """Return a new id for something that `original` implied."""
        base = f"{original}_{suffix}"
        found, number = base, 1
        while found in self._taken:
            number += 1
            found = f"{base}_{number}"
        self._taken.add(found)
        self.origin[found] = self.origin.get(original, original)
        return found


def _all_ids(model: Model) -> Iterator[str]:
    yield model.id
    yield from model.nodes
    yield from model.flows
    yield from model.definitions
    yield from model.global_tasks
    yield from model.correlation_properties
    scopes = {id(scope): scope for _, scope, _ in model.walk()}
    scopes |= {id(process.scope): process.scope for process in model.processes}
    for scope in scopes.values():
        yield from (item.id for item in (*scope.data, *scope.artifacts))
    for process in model.processes:
        yield process.id
        lanes = list(process.scope.lanes)
        while lanes:
            lane = lanes.pop()
            yield lane.id
            lanes.extend(lane.lanes)
    for collaboration in model.collaborations:
        yield collaboration.id
        yield from (item.id for item in (*collaboration.participants, *collaboration.message_flows))
