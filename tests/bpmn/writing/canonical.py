"""A file's elements as canonical XML sees them, so that two files can be compared element by element."""

from collections import Counter
from collections.abc import Collection

from lxml import etree

from bpmn.reading.names import DI

_PLANE = f"{{{DI}}}BPMNPlane"


def canonical(data: bytes, *, without_diagrams: bool = False, without_lane_order: bool = False) -> str:
    """Return the file as canonical XML 2.0 with comments; blanks between elements count.

    Args:
        data: The file.
        without_diagrams: Whether BPMN DI is left out.
        without_lane_order: Whether the order of the nodes in a lane, which means nothing, is left out.
    """
    root = _root(data)
    for diagram in root.findall(f"{{{DI}}}BPMNDiagram") if without_diagrams else ():
        root.remove(diagram)
    for lane in root.iter("{*}lane") if without_lane_order else ():
        references = lane.findall("{*}flowNodeRef")
        for reference, text in zip(references, sorted(r.text.strip() for r in references), strict=True):
            reference.text = text
            reference.tail = ""
    return etree.canonicalize(etree.ElementTree(root), with_comments=True)


def changed(before: bytes, behind: bytes) -> tuple[set[str], set[str]]:
    """Return the ids of what differs between two files: elements of the model, and elements that a diagram shows."""
    parts = [_parts(data) for data in (before, behind)]
    differing = {key for key in parts[0].keys() | parts[1].keys() if parts[0].get(key) != parts[1].get(key)}
    return {key for is_drawn, key in differing if not is_drawn}, {key for is_drawn, key in differing if is_drawn}


def ids_in(data: bytes) -> set[str]:
    """Return every id in a file."""
    return {element.get("id", "") for element in _root(data).iter("*")}


def within(data: bytes, elements: Collection[str]) -> set[str]:
    """Return the ids of what is inside these elements."""
    holders = [element for element in _root(data).iter("*") if element.get("id") in elements]
    return {inner.get("id", "") for holder in holders for inner in holder.iter("*")}


def _root(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, recover=True))


def _parts(data: bytes) -> dict[tuple[bool, str], Counter[str]]:
    """Return what stands at each element that has an id or shows one: its own tag, attributes, text and parts."""
    root = _root(data)
    found: dict[tuple[bool, str], Counter[str]] = {}
    waiting = [(root, (False, ""))]
    while waiting:
        element, owner = waiting.pop()
        if isinstance(element.tag, str) and element.get("bpmnElement"):
            owner = (True, element.get("bpmnElement", "").rpartition(":")[2])
        elif isinstance(element.tag, str) and element.get("id") and not owner[0]:
            owner = (element.tag.startswith(f"{{{DI}}}"), element.get("id", ""))
        text = " ".join((element.text or "").split())
        found.setdefault(owner, Counter())[f"{element.tag} {sorted(element.attrib.items())} {text}"] += 1
        waiting += [(inner, owner) for inner in element]
    return found
