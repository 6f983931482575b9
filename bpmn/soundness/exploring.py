"""Explores all markings of a net, breadth first, so that the way to a fault is the shortest."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from bpmn.soundness.game import TokenGame
from bpmn.soundness.net import Marking, Net, places_in

__all__ = ["Fault", "Outcome", "Problem", "explore"]

Problem = Literal["deadlock", "lack-of-synchronisation", "dead-activity", "improper-completion"]


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
        fault: The first fault, or None.
        is_complete: Whether all markings were seen.
        covered: Ids of the elements that can run.
        markings: How many markings were seen.
    """

    fault: Fault | None
    is_complete: bool
    covered: frozenset[str]
    markings: int


class _Search:
    """Markings seen so far with the way to them."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.game = TokenGame(net)
        self.came: dict[Marking, tuple[Marking, tuple[str, ...]] | None] = {net.first: None}
        self.back: dict[Marking, list[Marking]] = {}
        self.finished: list[Marking] = []
        self.covered: set[str] = set(net.covered)

    def expand(self, marking: Marking, waiting: deque[Marking]) -> Fault | None:
        """Look at the steps a marking allows."""
        has_moves = False
        for move in self.game.moves(marking):
            has_moves = True
            self.covered |= move.transition.covers
            if move.doubled:
                return self._doubled(marking, move.transition.elements, move.doubled)
            if move.marking not in self.came:
                self.came[move.marking] = marking, move.transition.elements
                waiting.append(move.marking)
            self.back.setdefault(move.marking, []).append(marking)
        if has_moves:
            return None
        if not self.game.is_over(marking):
            return Fault(problem="deadlock", path=self.path(marking), places=self._held(marking))
        self.finished.append(marking)
        left = tuple(name for name, count in zip(self.net.message_names, marking.messages, strict=True) if count)
        return Fault(problem="improper-completion", path=self.path(marking), places=left) if left else None

    def without_end(self) -> Fault | None:
        """Return the nearest marking from which no end can be reached."""
        good = set(self.finished)
        waiting = list(self.finished)
        while waiting:
            for before in self.back.get(waiting.pop(), ()):
                if before not in good:
                    good.add(before)
                    waiting.append(before)
        lost = next((marking for marking in self.came if marking not in good), None)
        if lost is None:
            return None
        return Fault(problem="improper-completion", path=self.path(lost), places=self._held(lost))

    def path(self, marking: Marking) -> tuple[str, ...]:
        """Return the ids of the elements passed on the way to a marking."""
        pieces: list[tuple[str, ...]] = []
        step = self.came[marking]
        while step is not None:
            marking, elements = step
            pieces.append(elements)
            step = self.came[marking]
        return tuple(element for piece in reversed(pieces) for element in piece)

    def _doubled(self, marking: Marking, elements: tuple[str, ...], places: int) -> Fault:
        return Fault(
            problem="improper-completion" if places & self.net.ends == places else "lack-of-synchronisation",
            path=self.path(marking) + elements,
            places=tuple(self.net.names[place] for place in places_in(places)),
        )

    def _held(self, marking: Marking) -> tuple[str, ...]:
        held = marking.tokens & ~self.net.finals
        return tuple(self.net.names[place] for place in places_in(held) if "extra" not in self.net.scopes[place])


def explore(net: Net, bound: int) -> Outcome:
    """Look at all markings of a net, at most `bound` of them, and stop at the first fault."""
    search = _Search(net)
    waiting = deque([net.first])
    while waiting and len(search.came) <= bound:
        fault = search.expand(waiting.popleft(), waiting)
        if fault is not None:
            return _outcome(search, fault, is_complete=False)
    if waiting:
        return _outcome(search, None, is_complete=False)
    return _outcome(search, search.without_end(), is_complete=True)


def _outcome(search: _Search, fault: Fault | None, *, is_complete: bool) -> Outcome:
    return Outcome(fault=fault, is_complete=is_complete, covered=frozenset(search.covered), markings=len(search.came))
