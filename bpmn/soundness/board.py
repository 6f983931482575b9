"""Plays a net on markings that are single integers: a bit for each place, then a counter for each message flow."""

from collections.abc import Iterator
from typing import NamedTuple

from bpmn.soundness.net import Marking, Net, OrJoin, Transition, bits_of, places_in

__all__ = ["Board", "Join", "Play", "Rule"]

_COUNTER = 16
_MOST = (1 << _COUNTER) - 1
# More messages than these to a start event would only make more instances that run as those before them do.
_MOST_INSTANCES = 4


class Play(NamedTuple):
    """One step that a marking allows: the transition, the marking afterwards, the places that hold a second token."""

    transition: Transition
    after: int
    doubled: int


class Rule(NamedTuple):
    """A transition in the numbers it is played with.

    Attributes:
        transition: The transition.
        needs: Places that must hold a token.
        forbids: Places that must be empty.
        receives: The counter of the message it takes, all bits set; 0 for none.
        keeps: The bits of a marking that it leaves.
        gives: Places that get a token.
        sends: What it adds to the counters of messages.
        watched: Of the places that get a token, those where a second one would be a fault.
        starting: Where the counters of the messages begin that make new instances.
    """

    transition: Transition
    needs: int
    forbids: int
    receives: int
    keeps: int
    gives: int
    sends: int
    watched: int
    starting: tuple[int, ...]


class Board:
    """A net ready to be played quickly.

    Attributes:
        net: The net.
        tokens: The bits of all places.
        rules: Its transitions in numbers.
        joins: Its inclusive joins; their numbers follow those of the transitions.
        first: Its first marking as a number.
    """

    def __init__(self, net: Net) -> None:
        self.net = net
        self._width = len(net.names)
        self.tokens = (1 << self._width) - 1
        self._unsafe = ~net.repeatable
        self.rules = [self.rule(transition) for transition in net.transitions]
        self._by_place: list[list[tuple[int, Rule]]] = [[] for _ in net.names]
        for number, rule in enumerate(self.rules):
            self._by_place[next(places_in(rule.needs))].append((number, rule))
        self.joins = [Join(join, self) for join in net.or_joins]
        self._not_final = self.tokens & ~net.finals
        self.first = self.number(net.first)

    def number(self, marking: Marking) -> int:
        """Return the number of a marking."""
        return marking.tokens | sum(count << self._shift(n) for n, count in enumerate(marking.messages))

    def marking(self, number: int) -> Marking:
        """Return the marking of a number."""
        counts = tuple(number >> self._shift(n) & _MOST for n in range(len(self.net.message_names)))
        return Marking(number & self.tokens, counts)

    def filled(self, marking: int) -> int:
        """Return the places with a token, and above them the message flows with a message, as bits."""
        found = marking & self.tokens
        for number in range(len(self.net.message_names)):
            if marking >> self._shift(number) & _MOST:
                found |= 1 << self._width + number
        return found

    def plays(self, marking: int) -> Iterator[Play]:
        """Yield the steps a marking allows."""
        for _, rule in self.enabled(marking):
            yield self.play(rule, marking)

    def enabled(self, marking: int) -> Iterator[tuple[int, "Rule"]]:
        """Yield the transitions a marking enables, with their numbers."""
        rest = marking & self.tokens
        while rest:
            low = rest & -rest
            rest ^= low
            for number, rule in self._by_place[low.bit_length() - 1]:
                if (
                    rule.needs & ~marking == 0
                    and not rule.forbids & marking
                    and (not rule.receives or marking & rule.receives)
                ):
                    yield number, rule
        for number, join in enumerate(self.joins, len(self.rules)):
            rule_of_join = join.rule(marking)
            if rule_of_join is not None:
                yield number, rule_of_join

    def is_over(self, marking: int) -> bool:
        """Return whether every process that began has ended."""
        return not marking & self._not_final

    def messages_left(self, marking: int) -> tuple[str, ...]:
        """Return the ids of the flows with messages on their way."""
        counts = self.marking(marking).messages
        return tuple(name for name, count in zip(self.net.message_names, counts, strict=True) if count)

    def is_crowded(self, marking: int, most: int) -> bool:
        """Return whether more than `most` messages are on their way on one flow."""
        return marking >> self._width != 0 and max(self.marking(marking).messages) > most

    def play(self, rule: "Rule", marking: int) -> Play:
        """Return what a step leads to."""
        left = marking & rule.keeps
        after = (left | rule.gives) + rule.sends
        for shift in rule.starting:
            if after >> shift & _MOST > _MOST_INSTANCES:
                after -= 1 << shift
        return Play(rule.transition, after, left & rule.watched)

    def rule(self, transition: Transition) -> "Rule":
        """Return a transition in numbers."""
        received = transition.receives
        sends = sum(1 << self._shift(number) for number in transition.sends)
        counter = 0
        if received is not None:
            sends -= 1 << self._shift(received)
            counter = _MOST << self._shift(received)
        return Rule(
            transition=transition,
            needs=transition.consumes,
            forbids=transition.inhibitors,
            receives=counter,
            keeps=~(transition.consumes | transition.clears),
            gives=transition.produces,
            sends=sends,
            watched=transition.produces & self._unsafe,
            starting=tuple(self._shift(number) for number in transition.sends if number in self.net.starting),
        )

    def _shift(self, message: int) -> int:
        return self._width + _COUNTER * message


class Join:
    """An inclusive join, with what it does for each set of filled places worked out once.

    Attributes:
        inputs: Its incoming places, as bits.
        output: Its outgoing place.
    """

    def __init__(self, join: OrJoin, board: Board) -> None:
        self._join = join
        self._board = board
        self.inputs = bits_of(join.inputs)
        self.output = join.output
        self._known: dict[int, tuple[int, Rule]] = {}

    def reach(self) -> int:
        """Return all places whose tokens it may have to wait for, as bits."""
        found = 0
        for places in self._join.reach.values():
            found |= places
        return found & ~self.inputs

    def rule(self, marking: int) -> Rule | None:
        """Return the step it can make in a marking, or None while it waits."""
        filled = marking & self.inputs
        if not filled:
            return None
        known = self._known.get(filled)
        if known is None:
            known = self._join.waits_for(filled), self._board.rule(self._join.transition(filled))
            self._known[filled] = known
        return None if marking & known[0] else known[1]

    def blocking(self, marking: int) -> int:
        """Return a place whose token it waits for, as a bit; 0 if it waits for a token of its own."""
        filled = marking & self.inputs
        waited = self._join.waits_for(filled) & marking if filled else 0
        return waited & -waited
