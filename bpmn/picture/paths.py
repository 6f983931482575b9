"""Finds a path over the board for every flow: short, with few bends and crossings, never through a node.

A* search (Hart, Nilsson and Raphael 1968) over spots and the direction they are reached in, as in orthogonal connector
routing (Wybrow, Marriott and Stuckey 2009), but on the board's lines instead of on coordinates.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bpmn.picture.board import Board, Path, Spot
from bpmn.picture.traffic import Traffic
from bpmn.picture.wires import DOWN, LEFT, RIGHT, UP, Step, Wire

__all__ = ["Paths", "find_paths"]

_STEPS: tuple[Step, ...] = (RIGHT, DOWN, LEFT, UP)
_State = tuple[Spot, Step]

_BEND = 2.0
_THROUGH_A_WALL = 6.0
# Steps of the search for one flow, and for all of a board: about two seconds. What is not found by then goes along free
# lines without a search.
_MOST_STEPS, _MOST_STEPS_IN_ALL = 20_000, 120_000
_NOT_FOUND = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The paths of wires by their ids, without those that found none, and what all of them cost together."""

    of: Mapping[str, Path]
    cost: float


def find_paths(board: Board, wires: Sequence[Wire], *, most_steps: int = _MOST_STEPS_IN_ALL) -> Paths:
    """Return the path of every wire; short ones are laid first.

    Args:
        board: Where nodes stand.
        wires: What is to be routed.
        most_steps: Steps of the search there are for all of them together.
    """
    search = _Search(board, most_steps)
    found: dict[str, Path] = {}
    total = 0.0
    for wire in sorted(wires, key=lambda wire: _distance(board, wire)):
        path, cost = search.find(wire)
        total += cost
        if path:
            search.traffic.add(wire, path)
            found[wire.id] = path
    return Paths(of=found, cost=total)


def _distance(board: Board, wire: Wire) -> int:
    a, b = board.spots.get(wire.source), board.spots.get(wire.target)
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) if a and b else 10_000


class _Search:
    """Looks for one path after the other, with what is left of the steps for all of them."""

    def __init__(self, board: Board, most_steps: int) -> None:
        self.traffic = Traffic(board)
        self._board = board
        self._taken = set(board.spots.values())
        self._black_boxes = {line for line in board.walls.values() if board.rows[line]}
        self._steps_left = most_steps

    def find(self, wire: Wire) -> tuple[Path, float]:
        """Return the path of a wire with its cost, () where an end is not on the board."""
        board = self._board
        if wire.source in board.walls:
            if wire.target in board.walls:
                return _between_walls(board, wire, self._taken), 0.0
            turned = replace(wire, source=wire.target, target=wire.source, leaves=wire.enters, enters=wire.leaves)
            path, cost = self._search(turned)
            return path[::-1], cost
        return self._search(wire)

    def _search(self, wire: Wire) -> tuple[Path, float]:
        board = self._board
        start, goal, wall = board.spots.get(wire.source), board.spots.get(wire.target), board.walls.get(wire.target)
        if start is None or (goal is None and wall is None):
            return (), 0.0
        begin = ((start[0], start[1] + 1), DOWN) if wire.starts_below else (start, (0, 0))
        best: dict[_State, float] = {begin: 0.0}
        before: dict[_State, _State] = {}
        queue = [(0.0, 0, begin)]
        most = min(_MOST_STEPS, self._steps_left)
        for count in range(most):
            if not queue:
                break
            _, _, state = heapq.heappop(queue)
            if count and (state[0] == goal or state[0][1] == wall):
                self._steps_left -= count
                return _trace(state, before), best[state]
            for reached, cost in self._ways(wire, state, goal, wall):
                total = best[state] + cost
                if total < best.get(reached, float("inf")):
                    best[reached], before[reached] = total, state
                    heapq.heappush(queue, (total + _ahead(reached[0], goal, wall), -count, reached))
        self._steps_left -= most
        return _plain(begin[0], goal, wall), _NOT_FOUND

    def _ways(self, wire: Wire, state: _State, goal: Spot | None, wall: int | None) -> Iterator[tuple[_State, float]]:
        """Yield where a path can go on, and what that costs."""
        board = self._board
        (x, y), last = state
        for step in _STEPS:
            spot = (x + step[0], y + step[1])
            if last == (-step[0], -step[1]) or not (0 <= spot[0] < board.lines_down and 0 <= spot[1] < len(board.rows)):
                continue
            is_goal = spot == goal
            is_fall = is_goal and wire.starts_below and not wire.may_fall and last == step == DOWN
            if (spot in self._taken and not is_goal) or is_fall:
                continue
            cost = 1.0 + self.traffic.cost(wire, (x, y), spot)
            cost += wire.leaves.leaving(step) if last == (0, 0) else _BEND if step != last else 0.0
            if is_goal:
                cost += wire.enters.leaving(step)
            elif spot[1] in self._black_boxes and spot[1] != wall:
                cost += _THROUGH_A_WALL
            yield (spot, step), cost


def _ahead(spot: Spot, goal: Spot | None, wall: int | None) -> float:
    """Return the least that is left to pay."""
    if goal is None:
        return abs(spot[1] - (wall or 0))
    across, down = abs(spot[0] - goal[0]), abs(spot[1] - goal[1])
    return across + down + (_BEND if across and down else 0.0)


def _plain(start: Spot, goal: Spot | None, wall: int | None) -> Path:
    """Return a path along free lines only: out to the right, along above the goal, in from the left."""
    x, y = start
    if goal is None:
        return _walk(start, (x + 1, y), (x + 1, wall or 0))
    return _walk(start, (x + 1, y), (x + 1, goal[1] - 1), (goal[0] - 1, goal[1] - 1), (goal[0] - 1, goal[1]), goal)


def _walk(*corners: Spot) -> Path:
    path = [corners[0]]
    for x, y in corners[1:]:
        while path[-1] != (x, y):
            a, b = path[-1]
            path.append((a + (x > a) - (x < a), b + ((y > b) - (y < b)) * (a == x)))
    return tuple(path)


def _between_walls(board: Board, wire: Wire, taken: set[Spot]) -> Path:
    """Return a straight line between two black boxes: at a place that the wire's id gives, or beside it where free."""
    a, b = board.walls[wire.source], board.walls[wire.target]
    heights = range(a, b + 1) if a < b else range(a, b - 1, -1)
    first = 2 * (sum(map(ord, wire.id)) % board.columns) + 1
    places = ((first + aside) % board.lines_down for aside in range(board.lines_down))
    # On a free line, which every board has, there is never a node.
    x = next((x for x in places if not any((x, y) in taken for y in heights)), 0)
    return tuple((x, y) for y in heights)


def _trace(state: _State, before: Mapping[_State, _State]) -> Path:
    path = [state[0]]
    while state in before:
        state = before[state]
        path.append(state[0])
    return tuple(path[::-1])
