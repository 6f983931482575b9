"""Finds a path over the board for every flow: short, with few bends and crossings, never through a node.

A* search (Hart, Nilsson and Raphael 1968) over spots and the direction they are reached in, as in orthogonal connector
routing (Wybrow, Marriott and Stuckey 2009), but on the board's lines instead of on coordinates.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bpmn.picture.board import Board, Spot

__all__ = ["Habit", "Path", "Paths", "Wire", "find_paths"]

Path = tuple[Spot, ...]
_Step = tuple[int, int]
_RIGHT, _DOWN, _LEFT, _UP = (1, 0), (0, 1), (-1, 0), (0, -1)
_STEPS: tuple[_Step, ...] = (_RIGHT, _DOWN, _LEFT, _UP)

_BEND = 2.0
_CROSSING = 1.5
_ON_ANOTHERS_ROW, _BESIDE_ANOTHER = 20.0, 0.3
_THROUGH_A_WALL = 6.0
_NOT_FOUND = 100.0
# What is not found within this many steps of the search is drawn as a straight line instead.
_MOST_STEPS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What it costs to leave or enter a node by its sides, in lengths of one line."""

    ahead: float = 0.0
    upright: float = 4.0
    back: float = 8.0

    def leaving(self, step: _Step) -> float:
        """Return the cost of leaving in a direction."""
        return self.upright if step[0] == 0 else self.ahead if step == _RIGHT else self.back


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A flow to be routed.

    Attributes:
        id: Its id.
        source: Id of the node or black box it leaves.
        target: Id of the node or black box it enters.
        leaves: What leaving costs.
        enters: What entering costs.
        port: Id of what it really leaves: a boundary event of the source, or something inside it; "" for itself.
        target_port: Id of what inside the target it really enters, "" for itself.
        starts_below: Whether it begins under its source: at a boundary event.
        may_fall: Whether it may go from there straight down into a node of the same column.
        is_message: Whether it runs between pools.
    """

    id: str
    source: str
    target: str
    leaves: Habit = field(default_factory=Habit)
    enters: Habit = field(default_factory=Habit)
    port: str = ""
    target_port: str = ""
    starts_below: bool = False
    may_fall: bool = True
    is_message: bool = False

    def may_join(self, other: "Wire") -> bool:
        """Whether it may run on another: both are of one kind, and begin or end together."""
        return self.is_message == other.is_message and (
            (self.port or self.source) == (other.port or other.source)
            or (self.target_port or self.target) == (other.target_port or other.target)
        )


class _Traffic:
    """What runs where already."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._pieces: dict[tuple[Spot, Spot], list[Wire]] = defaultdict(list)
        self._turns: dict[Spot, list[bool]] = defaultdict(lambda: [False, False])

    def add(self, wire: Wire, path: Path) -> None:
        for a, b in pairwise(path):
            self._pieces[min(a, b), max(a, b)].append(wire)
            is_down = a[0] == b[0]
            self._turns[a][is_down] = True
            self._turns[b][is_down] = True

    def cost(self, wire: Wire, a: Spot, b: Spot) -> float:
        is_down = a[0] == b[0]
        strangers = [
            other
            for other in self._pieces.get((min(a, b), max(a, b)), ())
            # Under an activity, its boundary events' flows each have a line of their own.
            if not wire.may_join(other) and not (is_down and wire.starts_below and other.source == wire.source)
        ]
        cost = _CROSSING if b in self._turns and self._turns[b][not is_down] else 0.0
        if strangers:
            is_on_nodes = a[0] % 2 == 1 if is_down else self._board.rows[a[1]]
            cost += _ON_ANOTHERS_ROW if is_on_nodes else _BESIDE_ANOTHER
        return cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The paths of wires by their ids, without those that found none, and what all of them cost together."""

    of: Mapping[str, Path]
    cost: float


def find_paths(board: Board, wires: Sequence[Wire]) -> Paths:
    """Return the path of every wire; short ones are laid first."""
    traffic = _Traffic(board)
    taken = set(board.spots.values())
    found: dict[str, Path] = {}
    total = 0.0
    for wire in sorted(wires, key=lambda wire: _distance(board, wire)):
        path, cost = _find(board, wire, taken, traffic)
        total += cost
        if path:
            traffic.add(wire, path)
            found[wire.id] = path
    return Paths(of=found, cost=total)


def _distance(board: Board, wire: Wire) -> int:
    a, b = board.spots.get(wire.source), board.spots.get(wire.target)
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) if a and b else 10_000


def _find(board: Board, wire: Wire, taken: set[Spot], traffic: _Traffic) -> tuple[Path, float]:
    if wire.source in board.walls:
        if wire.target in board.walls:
            return _between_walls(board, wire), 0.0
        turned = replace(wire, source=wire.target, target=wire.source, leaves=wire.enters, enters=wire.leaves)
        path, cost = _search(board, turned, taken, traffic)
        return path[::-1], cost
    return _search(board, wire, taken, traffic)


def _between_walls(board: Board, wire: Wire) -> Path:
    a, b = board.walls[wire.source], board.walls[wire.target]
    x = 2 * (sum(map(ord, wire.id)) % board.columns) + 1
    return tuple((x, y) for y in (range(a, b + 1) if a < b else range(a, b - 1, -1)))


def _search(board: Board, wire: Wire, taken: set[Spot], traffic: _Traffic) -> tuple[Path, float]:
    """Return the cheapest path with its cost, () where there is none."""
    start = board.spots.get(wire.source)
    goal, wall = board.spots.get(wire.target), board.walls.get(wire.target)
    if start is None or (goal is None and wall is None):
        return (), 0.0
    begin = ((start[0], start[1] + 1), _DOWN) if wire.starts_below else (start, (0, 0))
    best: dict[tuple[Spot, _Step], float] = {begin: 0.0}
    before: dict[tuple[Spot, _Step], tuple[Spot, _Step]] = {}
    queue = [(0.0, 0, begin)]
    for count in range(1, _MOST_STEPS):
        if not queue:
            break
        _, _, state = heapq.heappop(queue)
        if count > 1 and (state[0] == goal or state[0][1] == wall):
            return _trace(state, before), best[state]
        for step, spot, cost in _ways(board, wire, state, taken, goal, traffic):
            reached, total = (spot, step), best[state] + cost
            if total < best.get(reached, float("inf")):
                best[reached], before[reached] = total, state
                ahead = abs(spot[0] - goal[0]) + abs(spot[1] - goal[1]) if goal else abs(spot[1] - (wall or 0))
                heapq.heappush(queue, (total + ahead, -count, reached))
    return (), _NOT_FOUND


def _ways(
    board: Board, wire: Wire, state: tuple[Spot, _Step], taken: set[Spot], goal: Spot | None, traffic: _Traffic
) -> Iterator[tuple[_Step, Spot, float]]:
    (x, y), last = state
    for step in _STEPS:
        spot = (x + step[0], y + step[1])
        if last == (-step[0], -step[1]) or not (0 <= spot[0] < board.lines_down and 0 <= spot[1] < len(board.rows)):
            continue
        is_goal = spot == goal
        if spot in taken and not is_goal:
            continue
        if is_goal and wire.starts_below and not wire.may_fall and step[0] == 0 and last == step == _DOWN:
            continue
        cost = 1.0 + traffic.cost(wire, (x, y), spot)
        cost += wire.leaves.leaving(step) if last == (0, 0) else _BEND if step != last else 0.0
        if is_goal:
            cost += wire.enters.leaving(step)
        elif board.rows[spot[1]] and spot[1] in board.walls.values() and board.walls.get(wire.target) != spot[1]:
            cost += _THROUGH_A_WALL
        yield step, spot, cost


def _trace(state: tuple[Spot, _Step], before: Mapping[tuple[Spot, _Step], tuple[Spot, _Step]]) -> Path:
    path = [state[0]]
    while state in before:
        state = before[state]
        path.append(state[0])
    return tuple(path[::-1])
