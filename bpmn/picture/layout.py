"""A simple layout for models without a diagram: columns from left to right, lanes as rows, pools one below the other.

It is there so that every file shows something; a modeller's own layout is always preferred.
"""

from collections.abc import Iterator, Sequence

from bpmn.model import Bounds, Diagram, Edge, MessageFlow, Model, Participant, Point, Process, Shape
from bpmn.picture.block import Block, lay_out_scope
from bpmn.picture.figure import centre

__all__ = ["lay_out"]

_POOL_GAP = 40.0
_POOL_HEADER = 30.0
_BLACK_BOX = (600.0, 60.0)


def lay_out(model: Model) -> Diagram:
    """Return a diagram of everything in a model."""
    shapes: list[Shape] = []
    edges: list[Edge] = []
    top = 0.0
    pools = [pool for collaboration in model.collaborations for pool in collaboration.participants]
    blocks = {process.id: lay_out_scope(process.scope) for process in model.processes}
    width = max((block.width for block in blocks.values()), default=_BLACK_BOX[0])
    for pool, process in _rows(pools, model.processes):
        block = blocks.get(process.id) if process else None
        moved, height = _row(pool, block, width, top)
        shapes += moved.shapes
        edges += moved.edges
        top += height + _POOL_GAP
    edges += _message_flows(model, {shape.element: shape.bounds for shape in shapes})
    return Diagram(id="layout", element=model.id, name=model.name, shapes=tuple(shapes), edges=tuple(edges))


def _rows(
    pools: Sequence[Participant], processes: Sequence[Process]
) -> Iterator[tuple[Participant | None, Process | None]]:
    """Yield the pools with their processes, then the processes that have no pool."""
    by_id = {process.id: process for process in processes}
    shown: set[str] = set()
    for pool in pools:
        process = by_id.get(pool.process or "")
        if process is None or process.id not in shown:
            yield pool, process
        if process is not None:
            shown.add(process.id)
    for process in processes:
        if process.id not in shown:
            yield None, process


def _row(pool: Participant | None, block: Block | None, width: float, top: float) -> tuple[Block, float]:
    """Return one pool with what is in it, moved to its place, and its height."""
    if pool is None:
        inside = block or Block()
        return inside.moved(0.0, top), inside.height
    height = max(block.height, _BLACK_BOX[1]) if block else _BLACK_BOX[1]
    frame = Bounds(x=0.0, y=top, width=width + _POOL_HEADER, height=height)
    shape = Shape(element=pool.id, bounds=frame, is_horizontal=True)
    if block is None:
        return Block(shapes=(shape,)), height
    inside = block.widened(width).moved(_POOL_HEADER, top)
    return Block(shapes=(shape, *inside.shapes), edges=inside.edges), height


def _message_flows(model: Model, places: dict[str, Bounds]) -> Iterator[Edge]:
    for collaboration in model.collaborations:
        for flow in collaboration.message_flows:
            points = _between(flow, places)
            if points:
                yield Edge(element=flow.id, points=points)


def _between(flow: MessageFlow, places: dict[str, Bounds]) -> tuple[Point, ...]:
    source, target = places.get(flow.source), places.get(flow.target)
    if source is None or target is None:
        return ()
    is_down = source.y < target.y
    start = Point(x=centre(source).x, y=source.y + source.height if is_down else source.y)
    end = Point(x=centre(target).x, y=target.y if is_down else target.y + target.height)
    # A black box is as wide as the picture: the arrow meets it straight above or below its partner.
    if source.width > 2 * target.width:
        start = Point(x=end.x, y=start.y)
    elif target.width > 2 * source.width:
        end = Point(x=start.x, y=end.y)
    if abs(start.x - end.x) < 1:
        return start, end
    middle = (start.y + end.y) / 2
    return start, Point(x=start.x, y=middle), Point(x=end.x, y=middle), end
