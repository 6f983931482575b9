"""What runs where on the board already, and what it costs to run there too."""

from collections import defaultdict
from itertools import pairwise

from bpmn.picture.board import Board, Path, Spot
from bpmn.picture.wires import Wire

__all__ = ["BESIDE_ANOTHER", "CROSSING", "ON_ANOTHERS_ROW", "Traffic"]

# In lengths of one line of the board.
CROSSING = 1.5
ON_ANOTHERS_ROW, BESIDE_ANOTHER = 20.0, 0.3


class Traffic:
    """What runs where already."""

    def __init__(self, board: Board) -> None:
        """Begin with an empty board."""
        self._board = board
        self._pieces: dict[tuple[Spot, Spot], list[Wire]] = defaultdict(list)
        self._turns: dict[Spot, list[bool]] = {}

    def add(self, wire: Wire, path: Path) -> None:
        """Lay a wire along a path."""
        for a, b in pairwise(path):
            self._pieces[min(a, b), max(a, b)].append(wire)
            is_down = a[0] == b[0]
            self._turns.setdefault(a, [False, False])[is_down] = True
            self._turns.setdefault(b, [False, False])[is_down] = True

    def cost(self, wire: Wire, a: Spot, b: Spot) -> float:
        """Return what a wire that goes from a spot to the next pays for what is there already."""
        is_down = a[0] == b[0]
        turns = self._turns.get(b)
        cost = CROSSING if turns is not None and turns[not is_down] else 0.0
        others = self._pieces.get((a, b) if a < b else (b, a))
        if others is not None and any(_disturbs(other, wire, is_down=is_down) for other in others):
            is_on_nodes = a[0] % 2 == 1 if is_down else self._board.rows[a[1]]
            cost += ON_ANOTHERS_ROW if is_on_nodes else BESIDE_ANOTHER
        return cost


def _disturbs(other: Wire, wire: Wire, *, is_down: bool) -> bool:
    # Under an activity, its boundary events' flows each have a line of their own.
    is_beside = is_down and wire.starts_below and other.source == wire.source
    return not is_beside and not wire.may_join(other)
