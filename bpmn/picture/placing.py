"""Puts data, annotations and groups into rows of their own, right above or below what they belong to."""

from collections.abc import Iterable, Iterator, Mapping

from bpmn.model import Activity, Artifact, DataAssociation, DataItem, Element, Event, FlowNode, Scope
from bpmn.picture.ranking import Cell

__all__ = ["data_lines", "place_things", "things_of"]

# Rows of things lie this far from the row of nodes they belong to; more of them when the nearest is full.
_NEAR, _STEP = 0.25, 0.01
_MOST_ROWS = 20


def things_of(scope: Scope) -> tuple[Element, ...]:
    """Return what is drawn in a scope beside nodes and flows: data, annotations, groups.

    Data objects and stores are drawn by their references; an object that an association names itself is drawn too.
    """
    named = {end for _, source, target in data_lines(scope.nodes) for end in (source, target)}
    named |= {end for artifact in scope.artifacts for end in (artifact.source, artifact.target) if end}
    return (
        *(item for item in scope.data if item.type.endswith("Reference") or _is_named(item, named)),
        *(artifact for artifact in scope.artifacts if artifact.type in {"textAnnotation", "group"}),
    )


def _is_named(item: DataItem, named: set[str]) -> bool:
    return item.type != "property" and item.id in named


def data_lines(nodes: Iterable[FlowNode]) -> Iterator[tuple[str, str, str]]:
    """Yield the data associations: id, from, to; an end inside a node is the node itself."""
    for node in nodes:
        if not isinstance(node, Activity | Event):
            continue
        for association in node.data_input_associations:
            for source in association.sources[:1]:
                yield association.id, source, node.id
        for association in node.data_output_associations:
            yield from _output(association, node)


def _output(association: DataAssociation, node: FlowNode) -> Iterator[tuple[str, str, str]]:
    if association.target:
        yield association.id, node.id, association.target


def place_things(
    things: Iterable[Element], lines: Iterable[tuple[str, str, str]], cells: Mapping[str, Cell], bands: int
) -> dict[str, Cell]:
    """Return the cells of nodes and things, rows numbered anew in each band.

    Args:
        things: What is to be placed.
        lines: Associations: id, from, to.
        cells: The cells of nodes.
        bands: Number of bands: what belongs to nothing goes to the end of the last one.
    """
    partners: dict[str, str] = {}
    for _, source, target in lines:
        for end, other in ((source, target), (target, source)):
            if other in cells:
                partners.setdefault(end, other)
    placed: dict[str, tuple[int, float, int]] = {n: (cell.band, cell.row, cell.column) for n, cell in cells.items()}
    taken = set(placed.values())
    width = max((cell.column for cell in cells.values()), default=0)
    for thing in things:
        anchor = cells.get(partners.get(thing.id, ""))
        spots = _beside(anchor, isinstance(thing, Artifact)) if anchor else _at_the_end(bands - 1, max(width, 5))
        spot = next(spot for spot in spots if spot not in taken)
        taken.add(spot)
        placed[thing.id] = spot
    return _numbered(placed)


def _beside(anchor: Cell, is_note: bool) -> Iterator[tuple[int, float, int]]:
    side = -1 if is_note else 1
    for number in range(_MOST_ROWS * 50):
        for column in (anchor.column, anchor.column + 1, anchor.column - 1):
            if column >= 0:
                yield anchor.band, anchor.row + side * (_NEAR + number * _STEP / 50), column


def _at_the_end(band: int, width: int) -> Iterator[tuple[int, float, int]]:
    row = 1e6
    while True:
        yield from ((band, row, column) for column in range(width + 1))
        row += 1


def _numbered(placed: Mapping[str, tuple[int, float, int]]) -> dict[str, Cell]:
    rows = sorted({(band, row) for band, row, _ in placed.values()})
    numbers: dict[tuple[int, float], int] = {}
    for band, row in rows:
        numbers[band, row] = sum(1 for other, _ in numbers if other == band)
    return {node: Cell(band, numbers[band, row], column) for node, (band, row, column) in placed.items()}
