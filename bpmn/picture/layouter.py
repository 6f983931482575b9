"""Asks bpmn.io's automatic layout, as the package `bpmn-io` has it, for columns and rows.

It is told only what it needs: the kinds of nodes of one scope, their boundary events and flows, under names of our own.
Lanes, pools, data and the bends of flows it does not do, or not so well: they are Ortoo's (docs/decisions/).
"""

from collections.abc import Iterator, Mapping

from bpmn_io import LayoutError, layout_process
from lxml import etree

from bpmn.model import Activity, Event, FlowNode, Gateway, Scope
from bpmn.picture.ranking import Cell

__all__ = ["arrange_as_bpmn_io", "question_of"]

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
# The cells of bpmn-auto-layout 1.3.0.
_CELL_WIDTH, _CELL_HEIGHT = 150, 140
# Larger scopes take it more than a second; they are ranked (bench/layouts.py).
_MOST_NODES, _MOST_FLOWS = 100, 250


def arrange_as_bpmn_io(scope: Scope, hosts: Mapping[str, str], bands: Mapping[str, int]) -> dict[str, Cell]:
    """Return the cells of the nodes of a scope as bpmn.io's layout puts them; nothing where it fails.

    Rows are numbered within each band, from the top, in the order in which they lie.

    Args:
        scope: The scope.
        hosts: The host of each boundary event that has one.
        bands: The band of each node by id; 0 where it is missing.
    """
    placed = [node for node in scope.nodes if node.id not in hosts]
    if not placed or len(scope.nodes) > _MOST_NODES or len(scope.flows) > _MOST_FLOWS:
        return {}
    names = {node.id: f"n{number}" for number, node in enumerate(scope.nodes)}
    try:
        answer = etree.fromstring(layout_process(question_of(scope, hosts, names)).encode())
    except (LayoutError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # A young package that was carried over from another language: whatever it stumbles over, we have our own.
        return {}
    spots = {names[node.id]: node.id for node in placed}
    cells = {spots[name]: cell for name, cell in _cells(answer) if name in spots}
    if len(cells) < len(placed) or len(set(cells.values())) < len(cells):
        return {}
    return _in_bands(cells, bands)


def _cells(answer: etree._Element) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield name, column and row of what was placed."""
    for shape in answer.iter(f"{{{_DI}}}BPMNShape"):
        bounds = shape.find(f"{{{_DC}}}Bounds")
        if bounds is not None:
            x, y, width, height = (float(bounds.get(side, "0")) for side in ("x", "y", "width", "height"))
            place = int((x + width / 2) // _CELL_WIDTH), int((y + height / 2) // _CELL_HEIGHT)
            yield shape.get("bpmnElement", ""), place


def _in_bands(cells: Mapping[str, tuple[int, int]], bands: Mapping[str, int]) -> dict[str, Cell]:
    columns = {column: number for number, column in enumerate(sorted({column for column, _ in cells.values()}))}
    rows = sorted({(bands.get(node, 0), row) for node, (_, row) in cells.items()})
    numbers: dict[tuple[int, int], int] = {}
    counts: dict[int, int] = {}
    for band, row in rows:
        numbers[band, row] = counts.get(band, 0)
        counts[band] = numbers[band, row] + 1
    return {
        node: Cell(band=(band := bands.get(node, 0)), row=numbers[band, row], column=columns[column])
        for node, (column, row) in cells.items()
    }


def question_of(scope: Scope, hosts: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return a BPMN file with the nodes and flows of a scope and nothing else.

    Args:
        scope: The scope.
        hosts: The host of each boundary event that has one.
        names: The names that nodes have in it, by their ids.
    """
    root = etree.Element(f"{{{_BPMN}}}definitions", {"id": "d", "targetNamespace": "urn:ortoo"})
    process = etree.SubElement(root, f"{{{_BPMN}}}process", id="p")
    elements = {node.id: _ask(process, node, hosts, names) for node in scope.nodes}
    for number, flow in enumerate(scope.flows):
        if flow.source not in elements or flow.target not in elements:
            continue
        ends = {"sourceRef": names[flow.source], "targetRef": names[flow.target]}
        etree.SubElement(process, f"{{{_BPMN}}}sequenceFlow", {"id": f"f{number}", **ends})
        etree.SubElement(elements[flow.source], f"{{{_BPMN}}}outgoing").text = f"f{number}"
        etree.SubElement(elements[flow.target], f"{{{_BPMN}}}incoming").text = f"f{number}"
    return etree.tostring(root, encoding="unicode")


def _ask(process: etree._Element, node: FlowNode, hosts: Mapping[str, str], names: Mapping[str, str]) -> etree._Element:
    host = hosts.get(node.id)
    if host is not None:
        attached = {"id": names[node.id], "attachedToRef": names[host]}
        return etree.SubElement(process, f"{{{_BPMN}}}boundaryEvent", attached)
    # A boundary event whose host is missing stands by itself, like any other event.
    tag = node.type if isinstance(node, Gateway) else "task" if isinstance(node, Activity) else "intermediateThrowEvent"
    if isinstance(node, Event) and node.type in {"startEvent", "endEvent"}:
        tag = node.type
    return etree.SubElement(process, f"{{{_BPMN}}}{tag}", id=names[node.id])
