"""Lays out processes and sub-processes: which strip and cell everything stands in, and what runs between."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bpmn.model import Activity, BoundaryEvent, Gateway, Lane, Scope, SequenceFlow, SubProcess
from bpmn.picture.arranging import Arrange
from bpmn.picture.attached import width_for
from bpmn.picture.block import Block
from bpmn.picture.board import Strip
from bpmn.picture.placing import data_lines, place_things, things_of
from bpmn.picture.ranking import Cell, arrange_by_rank
from bpmn.picture.sheet import Frame, Sheet, cost_of, draw_up
from bpmn.picture.sizes import Item, item_of
from bpmn.picture.wires import Habit, Wire

__all__ = ["join", "lay_out_scope", "sheet_of"]

_AT_A_GATEWAY = Habit(upright=1.5)


def lay_out_scope(scope: Scope, ways: Sequence[Arrange]) -> Block:
    """Return the layout of a scope and of everything inside it."""
    return draw_up(sheet_of(scope, ways))


def sheet_of(scope: Scope, ways: Sequence[Arrange]) -> Sheet:
    """Return what is to be laid out of one scope; the sub-processes in it are laid out already.

    Args:
        scope: The scope.
        ways: Ways of arranging its nodes: the one whose flows cost least is taken, of equals the first.
    """
    scope = _with_handlers(scope)
    inner = {
        node.id: lay_out_scope(node.scope, ways)
        for node in scope.nodes
        if isinstance(node, SubProcess) and node.scope.nodes
    }
    attached = _attached(scope, inner)
    hosts = {event.element.id: host for host, events in attached.items() for event in events}
    bands, frames = _bands(scope)
    band_of = {node: band for band, nodes in reversed(list(enumerate(bands))) for node in nodes}
    arranged = [cells for way in ways if (cells := way(scope, hosts, band_of))]
    sheets = [
        _sheet(scope, cells, inner, attached, (len(bands), frames))
        for cells in arranged or [arrange_by_rank(scope, hosts, band_of)]
    ]
    return sheets[0] if len(sheets) == 1 or _are_alike(arranged) else min(sheets, key=cost_of)


def _with_handlers(scope: Scope) -> Scope:
    """Return the scope with associations from boundary events to compensation handlers as flows: they lie alike."""
    events = {node.id for node in scope.nodes if isinstance(node, BoundaryEvent)}
    handlers = {node.id for node in scope.nodes if isinstance(node, Activity)}
    leading = [a for a in scope.artifacts if a.type == "association" and a.source in events and a.target in handlers]
    flows = (SequenceFlow(id=a.id, type=a.type, source=a.source, target=a.target) for a in leading)
    artifacts = tuple(artifact for artifact in scope.artifacts if artifact not in leading)
    return replace(scope, flows=(*scope.flows, *flows), artifacts=artifacts)


def _are_alike(arranged: Sequence[Mapping[str, Cell]]) -> bool:
    return all(cells == arranged[0] for cells in arranged)


def _attached(scope: Scope, inner: Mapping[str, Block]) -> dict[str, list[Item]]:
    """Return the boundary events by the activity they are attached to; those of no activity stand for themselves."""
    hosts = {node.id for node in scope.nodes if isinstance(node, Activity)}
    attached: dict[str, list[Item]] = defaultdict(list)
    for node in scope.nodes:
        if isinstance(node, BoundaryEvent) and node.attached_to in hosts:
            attached[node.attached_to].append(item_of(node, inner))
    return attached


def _sheet(
    scope: Scope,
    arranged: Mapping[str, Cell],
    inner: Mapping[str, Block],
    attached: Mapping[str, Sequence[Item]],
    frames: tuple[int, Sequence[Frame]],
) -> Sheet:
    things = things_of(scope)
    lines = [
        *data_lines(scope.nodes),
        *((a.id, a.source, a.target) for a in scope.artifacts if a.type == "association"),
    ]
    cells = place_things(things, lines, arranged, frames[0])
    items = {element.id: item_of(element, inner) for element in (*scope.nodes, *things) if element.id in cells}
    hung = {event.element.id: host for host, events in attached.items() for event in events}
    for host, events in attached.items():
        items[host] = replace(items[host], width=max(items[host].width, width_for(events)))
    return Sheet(
        strips=[_strip(band, cells) for band in range(frames[0])],
        frames=frames[1],
        items=items,
        attached={
            host: sorted(events, key=lambda e: _row_led_to(e, scope, cells)) for host, events in attached.items()
        },
        wires=_wires(scope, items, hung),
        names={flow.id: flow.name for flow in scope.flows},
        lines=lines,
        ports=_ports(scope),
    )


def _row_led_to(event: Item, scope: Scope, cells: Mapping[str, Cell]) -> tuple[int, int]:
    """Return the band and row that a boundary event leads to: the higher it is, the further to the right it stands."""
    reached = [cells[f.target] for f in scope.flows if f.source == event.element.id and f.target in cells]
    return min(((cell.band, cell.row) for cell in reached), default=(0, 0))


def _strip(band: int, cells: Mapping[str, Cell]) -> Strip:
    return Strip(cells={node: (cell.row, cell.column) for node, cell in cells.items() if cell.band == band})


def _bands(scope: Scope) -> tuple[list[tuple[str, ...]], list[Frame]]:
    """Return the nodes of each band, and the lanes around them; nodes that no lane holds get a band of their own."""
    bands: list[tuple[str, ...]] = []
    frames: list[Frame] = []
    _add_lanes(scope.lanes, 0, bands, frames)
    held = {node for band in bands for node in band}
    rest = tuple(n.id for n in scope.nodes if n.id not in held and not isinstance(n, BoundaryEvent))
    if rest or not bands:
        bands.append(rest)
    return bands, frames


def _add_lanes(lanes: Sequence[Lane], depth: int, bands: list[tuple[str, ...]], frames: list[Frame]) -> None:
    for lane in lanes:
        first, place = len(bands), len(frames)
        if lane.lanes:
            _add_lanes(lane.lanes, depth + 1, bands, frames)
        inside = {node for band in bands[first:] for node in band}
        own = tuple(node for node in lane.nodes if node not in inside)
        if own or not lane.lanes:
            bands.append(own)
        frames.insert(place, Frame(element=lane.id, first=first, last=len(bands) - 1, depth=depth))


def _wires(scope: Scope, items: Mapping[str, Item], hung: Mapping[str, str]) -> list[Wire]:
    wires = []
    for flow in scope.flows:
        source, target = hung.get(flow.source, flow.source), hung.get(flow.target, flow.target)
        if source not in items or target not in items:
            continue
        is_hung = flow.source in hung
        wires.append(
            Wire(
                id=flow.id,
                source=source,
                target=target,
                port=flow.source if is_hung else "",
                target_port=flow.target if flow.target in hung else "",
                starts_below=is_hung,
                may_fall=isinstance(items[target].element, Activity),
                leaves=_habit(items[source]),
                enters=_habit(items[target]),
            )
        )
    return wires


def _habit(item: Item) -> Habit:
    return _AT_A_GATEWAY if isinstance(item.element, Gateway) else Habit()


def _ports(scope: Scope) -> dict[str, str]:
    """Return the node of the scope that everything inside or on it belongs to."""
    ports: dict[str, str] = {}
    for node in scope.nodes:
        ports[node.id] = node.attached_to if isinstance(node, BoundaryEvent) else node.id
        if isinstance(node, SubProcess):
            ports |= {inner.id: node.id for _, inner in node.scope.walk()}
    return ports


def join(sheets: Sequence[Sheet]) -> Sheet:
    """Return several sheets as one, their strips below each other."""
    strips: list[Strip] = []
    frames: list[Frame] = []
    for sheet in sheets:
        moved = len(strips)
        frames += [replace(frame, first=frame.first + moved, last=frame.last + moved) for frame in sheet.frames]
        strips += [replace(strip, is_apart=index == 0) for index, strip in enumerate(sheet.strips)]
    return Sheet(
        strips=strips,
        frames=frames,
        items={node: item for sheet in sheets for node, item in sheet.items.items()},
        attached={host: events for sheet in sheets for host, events in sheet.attached.items()},
        wires=[wire for sheet in sheets for wire in sheet.wires],
        names={flow: name for sheet in sheets for flow, name in sheet.names.items()},
        lines=[line for sheet in sheets for line in sheet.lines],
        ports={node: port for sheet in sheets for node, port in sheet.ports.items()},
    )
