"""Explores all markings of a net, those fewer elements lead to first, so that the way to a fault is the shortest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Literal

from bpmn.soundness.board import Board, Play
from bpmn.soundness.net import Net, Transition, places_in
from bpmn.soundness.stubborn import Stubborn

__all__ = ["MOST_MESSAGES", "Fault", "Outcome", "Problem", "can_end", "decide", "explore"]

Problem = Literal["deadlock", "lack-of-synchronisation", "dead-activity", "improper-completion"]

# A sender that gets this far ahead of its receiver can get ahead for ever.
MOST_MESSAGES = 12
# Choosing steps takes some 30 times as long as following all of them, for each marking.
_SMALL = 1_000
_MOST_CHOSEN = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What can go wrong.

    Attributes:
        problem: Its name.
        path: Ids of the elements passed on the way to it.
        places: What the tokens concerned are on: ids of flows, activities, processes or messages.
    """

    problem: Problem
    path: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found.

    Attributes:
        fault: The nearest fault, or None.
        is_complete: Whether all markings were seen.
        covered: Ids of the elements that can run.
        markings: How many markings were seen.
        crowded: Ids of message flows on which more messages pile up than are followed.
    """

    fault: Fault | None
    is_complete: bool
    covered: frozenset[str]
    markings: int
    crowded: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether there is a fault, or certainly none."""
        return self.fault is not None or self.is_complete


@dataclass(slots=True)
class _Node:
    """A marking that was seen: how many elements lead to it, by which step from where, and from where else."""

    cost: int
    before: int | None = None
    transition: Transition | None = None
    others: list[int] = field(default_factory=list)
    is_done: bool = False


class _Search:
    """Markings seen so far with the way to them."""

    def __init__(self, net: Net, *, is_choosy: bool) -> None:
        self.net = net
        self.board = Board(net)
        self.stubborn = Stubborn(self.board) if is_choosy else None
        self.seen: dict[int, _Node] = {self.board.first: _Node(0)}
        self.waiting: list[tuple[int, int]] = [(0, self.board.first)]
        self.finished: list[int] = []
        self.fired: set[int] = set()
        self.covered: set[str] = set(net.covered)
        self.crowded: tuple[str, ...] = ()
        # The nearest fault so far: cost, where from, the last step (None: none more), the doubled places.
        self.nearest: tuple[int, int, Transition | None, int] | None = None

    def run(self, bound: int) -> bool:
        """Look at markings until all are seen, the nearest fault is, or there are too many; say whether it was all."""
        while self.waiting:
            cost, marking = heappop(self.waiting)
            if self.nearest is not None and self.nearest[0] <= cost:
                return False
            node = self.seen[marking]
            if not node.is_done:
                node.is_done = True
                self._expand(marking, node)
            if len(self.seen) > bound:
                return False
        return self.nearest is None and not self.crowded

    def _expand(self, marking: int, node: _Node) -> None:
        if self.board.is_crowded(marking, MOST_MESSAGES):
            self.crowded = self.crowded or self.board.messages_left(marking)
            return
        plays = {number: self.board.play(rule, marking) for number, rule in self.board.enabled(marking)}
        for play in self._chosen(marking, plays):
            self._follow(marking, node, play)
        if plays:
            return
        if self.board.is_over(marking):
            self.finished.append(marking)
        if not self.board.is_over(marking) or marking > self.board.tokens:
            self._note(node.cost, marking, None, 0)

    def _chosen(self, marking: int, plays: dict[int, Play]) -> Iterable[Play]:
        """Return the steps to follow: all, or a choice that shows the same faults; one that is a fault always is."""
        if self.stubborn is None or len(plays) < 2 or any(play.doubled for play in plays.values()):
            return plays.values()
        chosen = self.stubborn.choose(marking, sum(1 << number for number in plays))
        return (play for number, play in plays.items() if chosen >> number & 1)

    def _follow(self, marking: int, node: _Node, play: Play) -> None:
        transition, after, doubled = play
        if id(transition) not in self.fired:
            self.fired.add(id(transition))
            self.covered |= transition.covers
        cost = node.cost + len(transition.elements)
        if doubled:
            self._note(cost, marking, transition, doubled)
            return
        known = self.seen.get(after)
        if known is None:
            self.seen[after] = _Node(cost, marking, transition)
        else:
            known.others.append(marking)
            if cost >= known.cost:
                return
            known.others.append(known.before if known.before is not None else marking)
            known.cost, known.before, known.transition = cost, marking, transition
        heappush(self.waiting, (cost, after))

    def _note(self, cost: int, marking: int, transition: Transition | None, doubled: int) -> None:
        if self.nearest is None or cost < self.nearest[0]:
            self.nearest = cost, marking, transition, doubled

    def fault(self) -> Fault | None:
        """Return the nearest fault that was met."""
        if self.nearest is None:
            return None
        _, marking, transition, doubled = self.nearest
        if transition is not None:
            return Fault(
                problem="improper-completion" if doubled & self.net.ends == doubled else "lack-of-synchronisation",
                path=self._path(marking) + transition.elements,
                places=tuple(self.net.names[place] for place in places_in(doubled)),
            )
        if self.board.is_over(marking):
            left = self.board.messages_left(marking)
            return Fault(problem="improper-completion", path=self._path(marking), places=left)
        return Fault(problem="deadlock", path=self._path(marking), places=self._held(marking))

    def without_end(self) -> Fault | None:
        """Return the nearest marking from which no end can be reached."""
        good = set(self.finished)
        waiting = list(self.finished)
        while waiting:
            node = self.seen[waiting.pop()]
            for before in (*node.others, node.before):
                if before is not None and before not in good:
                    good.add(before)
                    waiting.append(before)
        lost = min((marking for marking in self.seen if marking not in good), key=self._cost, default=None)
        if lost is None:
            return None
        return Fault(problem="improper-completion", path=self._path(lost), places=self._held(lost))

    def _cost(self, marking: int) -> int:
        return self.seen[marking].cost

    def _path(self, marking: int) -> tuple[str, ...]:
        pieces: list[tuple[str, ...]] = []
        node = self.seen[marking]
        while node.before is not None and node.transition is not None:
            pieces.append(node.transition.elements)
            node = self.seen[node.before]
        return tuple(element for piece in reversed(pieces) for element in piece)

    def _held(self, marking: int) -> tuple[str, ...]:
        held = marking & self.board.tokens & ~self.net.finals
        return tuple(self.net.names[place] for place in places_in(held) if "extra" not in self.net.scopes[place])


def decide(net: Net, bound: int) -> Outcome:
    """Look at the markings of a net the way that is quickest, at most `bound` of them.

    Most nets are small. In those that are not, branches beside each other multiply: there, choosing steps helps. Where
    it does not, all steps are followed.
    """
    outcome = explore(net, min(bound, _SMALL))
    if outcome.is_decided or bound <= _SMALL:
        return outcome
    chosen = explore(net, min(bound, _MOST_CHOSEN), is_choosy=True)
    return chosen if chosen.is_decided else explore(net, bound)


def can_end(net: Net, bound: int) -> bool:
    """Return whether an end can be reached, or may be since there are more than `bound` markings."""
    board = Board(net)
    seen, waiting = {board.first}, [board.first]
    while waiting and len(seen) <= bound:
        marking = waiting.pop()
        if board.is_over(marking):
            return True
        new = {play.after for play in board.plays(marking) if not play.doubled} - seen
        seen |= new
        waiting.extend(new)
    return bool(waiting)


def explore(net: Net, bound: int, *, is_choosy: bool = False) -> Outcome:
    """Look at the markings of a net, at most `bound` of them, up to the nearest fault.

    Args:
        net: The net.
        bound: The most markings that are looked at.
        is_choosy: Whether of steps that do not depend on each other only some are followed. The verdict is the same,
            but the way to a fault need not be the shortest.
    """
    search = _Search(net, is_choosy=is_choosy)
    is_complete = search.run(bound)
    fault = search.without_end() if is_complete else search.fault()
    return Outcome(
        fault=fault,
        is_complete=is_complete,
        covered=frozenset(search.covered),
        markings=len(search.seen),
        crowded=search.crowded,
    )
