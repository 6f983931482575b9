"""The board a layout is made on: numbered lines down and across, on which nodes stand, with free lines between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Board", "Path", "Spot", "Strip", "build_board"]

Spot = tuple[int, int]
Path = tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A band of rows from left to right: a lane, a pool without lanes, or a black box.

    Attributes:
        cells: Row and column of each node, both from 0, rows within the strip.
        wall: Id of the pool whose black box fills the strip; "" where there are nodes.
        is_apart: Whether it begins a new pool, so that there is room above it.
    """

    cells: Mapping[str, tuple[int, int]]
    wall: str = ""
    is_apart: bool = False

    @property
    def rows(self) -> int:
        """Number of its rows, at least one."""
        return max((row for row, _ in self.cells.values()), default=0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Where nodes stand.

    Lines down are numbered from 0: odd ones are the columns, even ones the free lines beside them.

    Attributes:
        columns: Number of columns.
        rows: For each line across, from the top, whether nodes stand on it.
        spots: Line down and line across of each node.
        walls: Line across of each black box, and of the rim of a pool.
        extents: First and last line across of each strip.
    """

    columns: int
    rows: tuple[bool, ...]
    spots: Mapping[str, Spot]
    walls: Mapping[str, int]
    extents: tuple[tuple[int, int], ...]

    @property
    def lines_down(self) -> int:
        """Number of lines down."""
        return 2 * self.columns + 1


def build_board(strips: Sequence[Strip], rims: Mapping[str, tuple[int, bool]]) -> Board:
    """Return the board of strips from top to bottom: a free line around every row, one more between pools.

    Args:
        strips: The strips.
        rims: Strips whose upper rim (True) or lower one (False) is something that flows lead to, by its id.
    """
    rows: list[bool] = []
    spots: dict[str, Spot] = {}
    walls: dict[str, int] = {}
    extents: list[tuple[int, int]] = []
    for index, strip in enumerate(strips):
        if strip.is_apart and index:
            rows.append(False)
        first = len(rows)
        if strip.wall:
            walls[strip.wall] = first
            rows.append(True)
        else:
            spots |= {node: (2 * column + 1, first + 2 * row + 1) for node, (row, column) in strip.cells.items()}
            rows += [False, *([True, False] * strip.rows)]
        extents.append((first, len(rows) - 1))
    walls |= {rim: extents[strip][0 if is_upper else 1] for rim, (strip, is_upper) in rims.items()}
    columns = max((x // 2 + 1 for x, _ in spots.values()), default=1)
    return Board(columns=columns, rows=tuple(rows), spots=spots, walls=walls, extents=tuple(extents))
