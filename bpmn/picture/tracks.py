"""Sets paths that share a line of the board beside each other, in the order that makes them cross least."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise

from bpmn.picture.board import Board, Path, Spot
from bpmn.picture.wires import Wire

__all__ = ["Line", "Piece", "Tracks", "corners_of", "set_tracks"]

Line = tuple[bool, int]
# With more pieces than this on one line nobody can follow them; that the time stays within bounds is all that counts.
_MOST_NEIGHBOURS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A straight piece of a path.

    Attributes:
        wire: What runs there.
        number: Which piece of its path it is, from 0.
        line: Whether it runs down, and on which line.
        low: Where on the crossing lines it begins.
        high: Where it ends.
        at_low: Where its path goes on at `low`: -1 to lower lines, 1 to higher ones, 0 for nowhere.
        at_high: The same at `high`.
    """

    wire: Wire
    number: int
    line: Line
    low: int
    high: int
    at_low: int
    at_high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """The track of each piece, by wire and number, from 0; and how many tracks each line has."""

    of: Mapping[tuple[str, int], int]
    counts: Mapping[Line, int]


def corners_of(path: Path) -> tuple[Spot, ...]:
    """Return a path's ends and bends.

    >>> corners_of(((1, 1), (2, 1), (2, 2), (2, 3)))
    ((1, 1), (2, 1), (2, 3))
    """
    inner = (
        b
        for a, b, c in zip(path, path[1:], path[2:], strict=False)
        if (b[0] - a[0], b[1] - a[1]) != (c[0] - b[0], c[1] - b[1])
    )
    return (path[0], *inner, path[-1])


def set_tracks(board: Board, wires: Sequence[Wire], paths: Mapping[str, Path]) -> Tracks:
    """Return the track of every piece of every path."""
    lines: dict[Line, list[Piece]] = defaultdict(list)
    for wire in wires:
        for piece in _pieces(wire, paths.get(wire.id, ())):
            lines[piece.line].append(piece)
    found: dict[tuple[str, int], int] = {}
    counts: dict[Line, int] = {}
    for line, pieces in lines.items():
        tracks = _stack(board, sorted(sorted(pieces, key=_length), key=cmp_to_key(_compare)))
        found |= tracks
        counts[line] = max(tracks.values()) + 1
    return Tracks(of=found, counts=counts)


def _is_for_nodes(board: Board, line: Line) -> bool:
    is_down, number = line
    return number % 2 == 1 if is_down else board.rows[number]


def _length(piece: Piece) -> tuple[int, int]:
    return piece.high - piece.low, piece.low


def _pieces(wire: Wire, path: Path) -> Iterator[Piece]:
    if not path:
        return
    corners = corners_of(path)
    for number, (a, b) in enumerate(pairwise(corners)):
        is_down = a[0] == b[0]
        across, along = (0, 1) if is_down else (1, 0)
        before = corners[number - 1][across] if number else a[across] - (wire.starts_below and not is_down)
        after = corners[number + 2][across] if number + 2 < len(corners) else b[across]
        turns = [(a[along], _sign(before - a[across])), (b[along], _sign(after - b[across]))]
        (low, at_low), (high, at_high) = sorted(turns)
        line = (is_down, a[across])
        yield Piece(wire=wire, number=number, line=line, low=low, high=high, at_low=at_low, at_high=at_high)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _compare(a: Piece, b: Piece) -> int:
    return _crossings(a, b) - _crossings(b, a)


def _crossings(a: Piece, b: Piece) -> int:
    """Return how often two paths cross where a lies on the lower side of b."""
    first = sum(turn > 0 and b.low < place < b.high for place, turn in ((a.low, a.at_low), (a.high, a.at_high)))
    second = sum(turn < 0 and a.low < place < a.high for place, turn in ((b.low, b.at_low), (b.high, b.at_high)))
    return first + second


def _stack(board: Board, pieces: Sequence[Piece]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for index, piece in enumerate(pieces):
        lowest, wished = 0, -1
        for other in pieces[max(0, index - _MOST_NEIGHBOURS) : index]:
            if not _overlap(board, piece, other):
                continue
            track = found[other.wire.id, other.number]
            if piece.wire.may_join(other.wire):
                wished = track
            else:
                lowest = max(lowest, track + 1)
        found[piece.wire.id, piece.number] = max(lowest, wished)
    return found


def _overlap(board: Board, a: Piece, b: Piece) -> bool:
    if a.low < b.high and b.low < a.high:
        return True
    is_down, _ = a.line
    places = {a.low, a.high} & {b.low, b.high}
    # Pieces that only meet do not disturb each other where they meet at a node.
    return any(not (_is_for_nodes(board, a.line) and _is_for_nodes(board, (not is_down, place))) for place in places)
