"""Elements are drawn beside each other and inside what they belong to (bpmnlint; BPMN 2.0.2 §12)."""

from collections.abc import Iterable, Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Place, Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, Bounds, Element, Shape, SubProcess

__all__ = ["RULE"]

# So many elements one above the other are compared with the next; more are found in no drawing made for people.
_MOST_OPEN = 60
_Drawn = tuple[Element, Bounds]


def _find(subject: Subject) -> Iterator[Fault]:
    shapes = {shape.element: shape for plane in subject.model.diagrams for shape in plane.shapes}
    pools = [pool for collaboration in subject.model.collaborations for pool in collaboration.participants]
    pool_of = {pool.process: pool.id for pool in pools if pool.process}
    for collaboration in subject.model.collaborations:
        yield from _overlapping(_drawn(collaboration.participants, shapes))
    for place in subject.places:
        inside = _drawn((*place.scope.nodes, *place.scope.data), shapes)
        yield from _overlapping(inside)
        around = _frame(place, shapes, pool_of)
        if around is not None:
            yield from _outside(inside, around)


def _drawn(elements: Iterable[Element], shapes: dict[str, Shape]) -> list[_Drawn]:
    return [(element, shapes[element.id].bounds) for element in elements if element.id in shapes]


def _frame(place: Place, shapes: dict[str, Shape], pool_of: dict[str, str]) -> Bounds | None:
    """Return the rectangle that a scope is drawn in: its pool or its expanded sub-process, None where it has none."""
    shape = shapes.get(pool_of.get(place.owner.id, "") if place.owner is place.process else place.owner.id)
    if shape is None or (isinstance(place.owner, SubProcess) and not shape.is_expanded):
        return None
    return shape.bounds


def _overlapping(drawn: list[_Drawn]) -> Iterator[Fault]:
    found: dict[str, Element] = {}
    open_ones: list[_Drawn] = []
    # From left to right: only what has not ended yet can touch the next one.
    for element, bounds in sorted(drawn, key=lambda one: one[1].x):
        open_ones = [one for one in open_ones if one[1].x + one[1].width >= bounds.x][-_MOST_OPEN:]
        for other, others in open_ones:
            if _share_height(bounds, others) and not _is_on_edge(element, other):
                found |= {element.id: element, other.id: other}
        open_ones.append((element, bounds))
    for element in found.values():
        text = Text("{element} is drawn over another element.", element=describe(element))
        yield fault_at(element, text, Text("Move them apart."))


def _share_height(one: Bounds, other: Bounds) -> bool:
    return one.y + one.height >= other.y and other.y + other.height >= one.y


def _is_on_edge(one: Element, other: Element) -> bool:
    pairs = ((one, other), (other, one))
    return any(isinstance(event, BoundaryEvent) and event.attached_to == host.id for event, host in pairs)


def _outside(drawn: list[_Drawn], around: Bounds) -> Iterator[Fault]:
    for element, bounds in drawn:
        is_inside = (
            bounds.x >= around.x
            and bounds.y >= around.y
            and bounds.x + bounds.width <= around.x + around.width
            and bounds.y + bounds.height <= around.y + around.height
        )
        # A data store may be used by several pools and stand between them.
        if not is_inside and element.type != "dataStoreReference":
            text = Text("{element} is drawn outside of what it belongs to.", element=describe(element))
            yield fault_at(element, text, Text("Move it inside."))


RULE = Rule(id="no-overlapping-elements", severity="hint", find=_find)
