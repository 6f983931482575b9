"""Draws up a layout: from what stands in which strip and what runs between, to shapes and edges with places."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn.model import Bounds, Edge, Gateway, Shape
from bpmn.picture.attached import place_attached, room_below
from bpmn.picture.block import Block
from bpmn.picture.board import Board, Path, Strip, build_board
from bpmn.picture.ends import Ends
from bpmn.picture.paths import find_paths
from bpmn.picture.routing import draw_path, label_of_flow, straight
from bpmn.picture.sizes import HEADER, LABEL_WIDTH, Item, label_at, label_size
from bpmn.picture.spacing import Spacing, space_out
from bpmn.picture.tracks import set_tracks
from bpmn.picture.wires import Wire

__all__ = ["Frame", "Sheet", "cost_of", "draw_up"]

_LABEL_GAP = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A pool or lane: the strips it is around, from the first to the last, and how many frames are around it."""

    element: str
    first: int
    last: int
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be laid out.

    Attributes:
        strips: The strips from top to bottom.
        frames: Pools and lanes, outer ones first.
        items: What stands in the strips, by id.
        attached: Boundary events by the id of their host.
        wires: What runs between them on the board's lines.
        names: Labels of wires by id.
        lines: Straight lines: id, from, to.
        ports: For what is inside an item: the item's id.
        rims: Names for the upper (True) and lower rims of pools that flows lead to, with the pool's id.
    """

    strips: Sequence[Strip] = ()
    frames: Sequence[Frame] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    attached: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    wires: Sequence[Wire] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[tuple[str, str, str]] = ()
    ports: Mapping[str, str] = field(default_factory=dict)
    rims: Mapping[str, tuple[str, bool]] = field(default_factory=dict)


def draw_up(sheet: Sheet) -> Block:
    """Return the layout of a sheet, from its top left corner at (0, 0)."""
    board = build_board(sheet.strips, _rims(sheet))
    paths = find_paths(board, sheet.wires).of
    tracks = set_tracks(board, sheet.wires, paths)
    sides = {node: _label_side(node, sheet, paths) for node, item in sheet.items.items() if item.label}
    spacing = space_out(
        board,
        sheet.items,
        {node: sheet.items[node].label_size[1] + _LABEL_GAP for node, side in sides.items() if side == "above"},
        _below(sheet, sides),
        wishes=_wishes(board, sheet, paths),
        counts=tracks.counts,
        left=HEADER * max((frame.depth + 1 for frame in sheet.frames if not _is_wall(sheet, frame)), default=0),
    )
    shapes = [*_frames(sheet, board, spacing), *_shapes(sheet, board, spacing, sides)]
    boxes = {shape.element: shape.bounds for shape in shapes}
    boxes |= {rim: boxes[pool] for rim, (pool, _) in sheet.rims.items()}
    ends = Ends(boxes=boxes, items=sheet.items, owners=_owners(sheet))
    edges = [edge for item in sheet.items.values() if item.inner for edge in _inner(item, ends.boxes).edges]
    edges += [
        Edge(element=wire.id, points=points, label=label_of_flow(points, sheet.names.get(wire.id, "")))
        for wire in sheet.wires
        if (points := draw_path(wire, paths.get(wire.id, ()), tracks, spacing, ends))
    ]
    edges += [
        Edge(element=name, points=points)
        for name, source, target in sheet.lines
        if (points := straight(ends.boxes.get(source), ends.boxes.get(target)))
    ]
    return Block(shapes=tuple(shapes), edges=tuple(edges), width=spacing.width, height=spacing.height)


def cost_of(sheet: Sheet) -> float:
    """Return what the flows of a sheet cost: their length on the board, bends, crossings."""
    return find_paths(build_board(sheet.strips, _rims(sheet)), sheet.wires).cost


def _rims(sheet: Sheet) -> dict[str, tuple[int, bool]]:
    frames = {frame.element: frame for frame in sheet.frames}
    return {
        rim: (frames[pool].first if is_upper else frames[pool].last, is_upper)
        for rim, (pool, is_upper) in sheet.rims.items()
    }


def _owners(sheet: Sheet) -> Mapping[str, str]:
    return {event.element.id: host for host, events in sheet.attached.items() for event in events}


def _is_wall(sheet: Sheet, frame: Frame) -> bool:
    return sheet.strips[frame.first].wall == frame.element


def _label_side(node: str, sheet: Sheet, paths: Mapping[str, Path]) -> str:
    """Return the side of a node on which its label crosses no flow: below, else above, else beside."""
    used: set[int] = set()
    for wire in sheet.wires:
        path = paths.get(wire.id, ())
        if len(path) > 1 and wire.source == node:
            used.add(path[1][1] - path[0][1])
        if len(path) > 1 and wire.target == node:
            used.add(path[-2][1] - path[-1][1])
    return "below" if 1 not in used else "above" if -1 not in used else "beside"


def _below(sheet: Sheet, sides: Mapping[str, str]) -> dict[str, float]:
    room = {node: sheet.items[node].label_size[1] + _LABEL_GAP for node, side in sides.items() if side == "below"}
    for host, events in sheet.attached.items():
        room[host] = max(room.get(host, 0.0), room_below(events))
    return room


def _wishes(board: Board, sheet: Sheet, paths: Mapping[str, Path]) -> dict[int, float]:
    """Return how wide free lines down should be, so that labels of flows fit onto them."""
    wishes: dict[int, float] = defaultdict(float)
    for wire in sheet.wires:
        name, path = sheet.names.get(wire.id), paths.get(wire.id, ())
        level = [a for a, b in pairwise(path) if a[1] == b[1]]
        if name and level and wire.source in board.spots:
            half = 30.0 if isinstance(sheet.items[wire.source].element, Gateway) else 60.0
            line = level[0][0] + (level[0][0] % 2)
            wishes[line] = max(wishes[line], label_size(name, LABEL_WIDTH)[0] + half)
    return wishes


def _frames(sheet: Sheet, board: Board, spacing: Spacing) -> Iterator[Shape]:
    for frame in sheet.frames:
        top = spacing.tops[board.extents[frame.first][0]]
        bottom = spacing.tops[board.extents[frame.last][1] + 1]
        left = HEADER * frame.depth
        bounds = Bounds(x=left, y=top, width=spacing.width - left, height=bottom - top)
        yield Shape(element=frame.element, bounds=bounds, is_horizontal=True)


def _shapes(sheet: Sheet, board: Board, spacing: Spacing, sides: Mapping[str, str]) -> Iterator[Shape]:
    boxes = {node: _box(sheet.items[node], spacing, spot) for node, spot in board.spots.items()}
    for node, box in boxes.items():
        item = sheet.items[node]
        is_expanded = item.inner is not None if hasattr(item.element, "scope") else None
        label = _label(item, box, sides[node]) if item.label else None
        yield Shape(element=node, bounds=box, is_expanded=is_expanded, is_marker_visible=True, label=label)
        if item.inner:
            yield from _inner(item, boxes).shapes
    for host, events in sheet.attached.items():
        if host in boxes:
            yield from place_attached(boxes[host], events)


def _box(item: Item, spacing: Spacing, spot: tuple[int, int]) -> Bounds:
    x, y = spacing.down[spot[0]] - item.width / 2, spacing.across[spot[1]] - item.height / 2
    return Bounds(x=x, y=y, width=item.width, height=item.height)


def _inner(item: Item, boxes: Mapping[str, Bounds]) -> Block:
    box = boxes[item.element.id]
    return item.inner.moved(box.x, box.y) if item.inner else Block()


def _label(item: Item, box: Bounds, side: str) -> Bounds:
    middle, (width, height) = box.x + box.width / 2, item.label_size
    if side == "below":
        return label_at(item.label, middle, box.y + box.height + _LABEL_GAP)
    if side == "above":
        return label_at(item.label, middle, box.y - height - _LABEL_GAP)
    return label_at(item.label, middle + _LABEL_GAP * 2 + width / 2, box.y - height + _LABEL_GAP)
