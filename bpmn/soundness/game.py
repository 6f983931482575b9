"""The token game: which steps a marking allows, and where they lead. BPMN 2.0.2 §13."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bpmn.soundness.net import Marking, Net, Transition, places_in

__all__ = ["Move", "TokenGame"]


@dataclass(frozen=True, slots=True)
class Move:
    """One step that a marking allows.

    Attributes:
        transition: The step.
        marking: Where the tokens are afterwards.
        doubled: The places that would hold a second token, as bits; 0 where all is well.
    """

    transition: Transition
    marking: Marking
    doubled: int


@dataclass(frozen=True)
class TokenGame:
    """Plays the token game on a net, with data left out: every decision may go every way.

    It is the reference that the engine is tested against.

    Attributes:
        net: What it is played on.
    """

    net: Net

    @cached_property
    def _by_place(self) -> tuple[tuple[Transition, ...], ...]:
        found: list[list[Transition]] = [[] for _ in self.net.names]
        for transition in self.net.transitions:
            found[next(places_in(transition.consumes))].append(transition)
        return tuple(map(tuple, found))

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Yield the steps a marking allows."""
        for transition in self._enabled(marking):
            yield _fire(transition, marking, self.net.repeatable)

    def is_over(self, marking: Marking) -> bool:
        """Return whether every process that began has ended."""
        return not marking.tokens & ~self.net.finals

    def _enabled(self, marking: Marking) -> Iterator[Transition]:
        tokens = marking.tokens
        for place in places_in(tokens):
            for transition in self._by_place[place]:
                if (
                    transition.consumes & ~tokens == 0
                    and transition.inhibitors & tokens == 0
                    and (transition.receives is None or marking.messages[transition.receives])
                ):
                    yield transition
        for join in self.net.or_joins:
            step = join.transition(tokens)
            if step is not None:
                yield step


def _fire(transition: Transition, marking: Marking, repeatable: int) -> Move:
    left = marking.tokens & ~transition.consumes & ~transition.clears
    messages = marking.messages
    if transition.receives is not None or transition.sends:
        counts = list(messages)
        if transition.receives is not None:
            counts[transition.receives] -= 1
        for message in transition.sends:
            counts[message] += 1
        messages = tuple(counts)
    return Move(transition, Marking(left | transition.produces, messages), left & transition.produces & ~repeatable)
