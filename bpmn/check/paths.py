"""Which nodes of one level can follow which, whatever the conditions say."""

from collections.abc import Iterable

from bpmn.check.subject import Place, Subject
from bpmn.model import BoundaryEvent, CatchEvent, Event, FlowNode, Gateway, StartEvent, Task

__all__ = ["entries", "following", "preceding", "reached"]

_Steps = dict[str, set[str]]


def following(subject: Subject, place: Place) -> _Steps:
    """Return the ids of the nodes that a token may be at next, by node: by flows, events on its edge and links."""
    inside = {node.id for node in place.scope.nodes}
    steps: _Steps = {node.id: {flow.target for flow in subject.outgoing(node)} & inside for node in place.scope.nodes}
    for node in place.scope.nodes:
        if isinstance(node, BoundaryEvent) and node.attached_to in steps:
            steps[node.attached_to].add(node.id)
    _add_links(place, steps)
    return steps


def _add_links(place: Place, steps: _Steps) -> None:
    links = [node for node in place.scope.nodes if isinstance(node, Event) and node.kind == "link"]
    for thrown in links:
        if not isinstance(thrown, CatchEvent):
            steps[thrown.id] |= {
                caught.id for caught in links if isinstance(caught, CatchEvent) and _name(caught) == _name(thrown)
            }


def _name(link: Event) -> str:
    return link.definitions[0].link_name or link.name


def preceding(steps: _Steps) -> _Steps:
    """Return the same steps backwards."""
    back: _Steps = {node: set() for node in steps}
    for node, nexts in steps.items():
        for one in nexts:
            back[one].add(node)
    return back


def reached(starts: Iterable[str], steps: _Steps) -> set[str]:
    """Return the nodes that can be come to from any of `starts`, these included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        new = steps[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def entries(subject: Subject, place: Place) -> set[str]:
    """Return the ids of the nodes where a level begins (§10.3.5, §13.2).

    Start events and what instantiates the process; where there are none of them, the nodes that no flow enters.
    """
    starts = {node.id for node in place.scope.nodes if _instantiates(node)}
    return starts or {node.id for node in place.scope.nodes if not node.incoming and not _is_led_to(subject, node)}


def _instantiates(node: FlowNode) -> bool:
    return isinstance(node, StartEvent) or (isinstance(node, Task | Gateway) and node.instantiate)


def _is_led_to(subject: Subject, node: FlowNode) -> bool:
    is_link = isinstance(node, CatchEvent) and node.kind == "link"
    return is_link or isinstance(node, BoundaryEvent) or subject.stands_alone(node)
