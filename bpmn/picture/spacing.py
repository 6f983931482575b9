"""Gives the board's lines their places: as far apart as nodes, labels and tracks need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpmn.picture.board import Board
from bpmn.picture.sizes import Item
from bpmn.picture.tracks import Line

__all__ = ["Spacing", "space_out"]

_STEP = 10.0
_BETWEEN_COLUMNS, _BETWEEN_ROWS, _AT_THE_EDGE, _AROUND = 40.0, 30.0, 26.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Where lines run.

    Attributes:
        down: Place of each line down.
        across: Place of each line across.
        tops: Where the room of each line across begins; one more than there are lines.
        counts: Number of tracks on each line.
        width: Width of everything.
    """

    down: tuple[float, ...]
    across: tuple[float, ...]
    tops: tuple[float, ...]
    counts: Mapping[Line, int]
    width: float

    @property
    def height(self) -> float:
        """Height of everything."""
        return self.tops[-1]

    def track(self, line: Line, number: int) -> float:
        """Return the place of a track of a line."""
        is_down, index = line
        middle = (self.down if is_down else self.across)[index]
        return middle + (number - (self.counts.get(line, 1) - 1) / 2) * _STEP


def space_out(
    board: Board,
    items: Mapping[str, Item],
    above: Mapping[str, float],
    below: Mapping[str, float],
    *,
    wishes: Mapping[int, float],
    counts: Mapping[Line, int],
    left: float,
) -> Spacing:
    """Return the places of the lines.

    Args:
        board: The board.
        items: What stands on it.
        above: Room that labels take above nodes.
        below: Room that labels and boundary events take below them.
        wishes: Room that labels of flows need on free lines down.
        counts: Number of tracks on each line.
        left: Room for headers at the left.
    """
    halves: dict[int, float] = defaultdict(float)
    ups: dict[int, float] = defaultdict(lambda: 20.0)
    downs: dict[int, float] = defaultdict(lambda: 20.0)
    for node, (x, y) in board.spots.items():
        item = items[node]
        halves[x] = max(halves[x], item.width / 2, item.label_size[0] / 2)
        ups[y] = max(ups[y], item.height / 2 + above.get(node, 0.0))
        downs[y] = max(downs[y], item.height / 2 + below.get(node, 0.0))
    across = [
        (ups[y], downs[y]) if is_row else _gap(board, y, counts.get((False, y), 0))
        for y, is_row in enumerate(board.rows)
    ]
    down = [
        (halves[x], halves[x]) if x % 2 else _channel(board, x, counts.get((True, x), 0), wishes.get(x, 0.0))
        for x in range(board.lines_down)
    ]
    places, edges = _run(down, left)
    lines, tops = _run(across, 0.0)
    return Spacing(down=places, across=lines, tops=tops, counts=counts, width=edges[-1])


def _channel(board: Board, line: int, tracks: int, wish: float) -> tuple[float, float]:
    usual = _AT_THE_EDGE if line in {0, board.lines_down - 1} else _BETWEEN_COLUMNS
    half = max(usual, wish, _AROUND + (tracks - 1) * _STEP) / 2
    return half, half


def _gap(board: Board, line: int, tracks: int) -> tuple[float, float]:
    is_inside = 0 < line < len(board.rows) - 1 and board.rows[line - 1] and board.rows[line + 1]
    half = max(_BETWEEN_ROWS if is_inside else _AT_THE_EDGE, _AROUND + (tracks - 1) * _STEP) / 2
    return half, half


def _run(sizes: Iterable[tuple[float, float]], start: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    places: list[float] = []
    edges: list[float] = [start]
    for before, after in sizes:
        places.append(edges[-1] + before)
        edges.append(edges[-1] + before + after)
    return tuple(places), tuple(edges)
