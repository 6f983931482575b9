"""Everything in a model that a diagram may show, by id."""

from collections.abc import Iterator

from bpmn.model import Activity, Element, Event, Model, Scope, SubProcess

__all__ = ["elements_of", "ids_inside"]


def elements_of(model: Model) -> dict[str, Element]:
    """Return every element of a model that has an id and may be drawn, flow nodes last so that they win."""
    found: dict[str, Element] = dict(model.definitions)
    found.update(model.global_tasks)
    for element in (*_of_collaborations(model), *_of_processes(model)):
        found[element.id] = element
    found.update(model.flows)
    found.update(model.nodes)
    return found


def ids_inside(scope: Scope) -> frozenset[str]:
    """Return the ids of everything inside a scope that may be drawn, at any depth."""
    return frozenset(
        element.id for inner in _scopes(scope) for element in (*inner.nodes, *inner.flows, *_of_scope(inner))
    )


def _of_collaborations(model: Model) -> Iterator[Element]:
    for collaboration in model.collaborations:
        yield collaboration
        yield from collaboration.participants
        yield from collaboration.message_flows
        yield from collaboration.conversations
        yield from collaboration.artifacts
        if collaboration.scope is not None:
            for scope in _scopes(collaboration.scope):
                yield from (*_of_scope(scope), *scope.flows, *scope.nodes)


def _of_processes(model: Model) -> Iterator[Element]:
    for process in model.processes:
        yield process
        yield from process.data_inputs
        yield from process.data_outputs
        for scope in _scopes(process.scope):
            yield from _of_scope(scope)


def _scopes(outer: Scope) -> Iterator[Scope]:
    yield outer
    for _, node in outer.walk():
        if isinstance(node, SubProcess):
            yield node.scope


def _of_scope(scope: Scope) -> Iterator[Element]:
    yield from scope.data
    yield from scope.artifacts
    lanes = list(scope.lanes)
    while lanes:
        lane = lanes.pop()
        yield lane
        lanes.extend(lane.lanes)
    for node in scope.nodes:
        if isinstance(node, Activity | Event):
            yield from node.data_inputs
            yield from node.data_outputs
            yield from node.data_input_associations
            yield from node.data_output_associations
