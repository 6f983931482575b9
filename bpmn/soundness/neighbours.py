"""Knows which transitions of a net have to do with which: the static part of choosing steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bpmn.soundness.board import Board, Join
from bpmn.soundness.net import places_in

__all__ = ["Neighbours", "Shape", "shapes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a transition touches, as bits of places; the message flows follow the places.

    Attributes:
        needs: What must be there.
        forbids: What must not.
        removes: What it may take away.
        clears: Of these, what may not be given by others before instead of after.
        gives: What it adds to.
        doubles: What it would give a second token.
        join: The inclusive join, if it is one.
    """

    needs: int
    forbids: int
    removes: int
    clears: int
    gives: int
    doubles: int
    join: Join | None = None


def shapes_of(board: Board) -> list[Shape]:
    """Return the shapes of a board's transitions, inclusive joins last."""
    width = len(board.net.names)
    shapes = []
    for rule in board.rules:
        transition = rule.transition
        received = 0 if transition.receives is None else 1 << width + transition.receives
        sent = sum(1 << width + message for message in set(transition.sends))
        # Giving and taking may not be swapped where a second token does no harm, or messages over a bound are dropped.
        unswapped = transition.consumes & board.net.repeatable
        if transition.receives in board.net.starting:
            unswapped |= received
        shapes.append(
            Shape(
                needs=transition.consumes | received,
                forbids=transition.inhibitors,
                removes=transition.consumes | transition.clears | received,
                clears=transition.clears | unswapped,
                gives=transition.produces | sent,
                doubles=rule.watched & rule.keeps,
            )
        )
    for join in board.joins:
        given = 1 << join.output
        shapes.append(
            Shape(
                needs=join.inputs,
                forbids=join.reach(),
                removes=join.inputs,
                clears=0,
                gives=given,
                doubles=given & ~board.net.repeatable & ~join.inputs,
                join=join,
            )
        )
    return shapes


class Neighbours:
    """Which transitions touch each place, and which have to do with each transition.

    Attributes:
        producers: For each place, the transitions that add to it, as bits.
        removers: For each place, the transitions that may take from it.
    """

    def __init__(self, board: Board, shapes: list[Shape]) -> None:
        self._shapes = shapes
        self._known: dict[int, tuple[int, int]] = {}
        count = len(board.net.names) + len(board.net.message_names)

        def touching(bits: Callable[[Shape], int]) -> list[int]:
            found = [0] * count
            for number, shape in enumerate(shapes):
                for place in places_in(bits(shape)):
                    found[place] |= 1 << number
            return found

        self.producers = touching(lambda shape: shape.gives)
        self.removers = touching(lambda shape: shape.removes)
        self._needers = touching(lambda shape: shape.needs)
        self._forbidders = touching(lambda shape: shape.forbids)
        self._doublers = touching(lambda shape: shape.doubles)
        self._clearers = touching(lambda shape: shape.clears)
        self._joiners = touching(lambda shape: shape.needs if shape.join else 0)

    def producers_of(self, places: int) -> int:
        """Return the transitions that add to one of some places."""
        return _union(self.producers, places)

    def of(self, number: int) -> tuple[int, int]:
        """Return the transitions, and the twins, that a transition disables, is disabled by, or may not swap with."""
        known = self._known.get(number)
        if known is None:
            shape = self._shapes[number]
            known = self._members(shape), self._twins(shape)
            self._known[number] = known
        return known

    def _members(self, shape: Shape) -> int:
        found = _union(self.removers, shape.needs) | self.producers_of(shape.forbids | shape.doubles | shape.clears)
        found |= _union(self._needers, shape.removes)
        for touching in (self._forbidders, self._doublers, self._clearers, self._joiners):
            found |= _union(touching, shape.gives)
        if shape.join is not None:
            found |= self.producers_of(shape.needs)
        return found

    def _twins(self, shape: Shape) -> int:
        found = _union(self._needers, shape.removes) | _union(self._doublers, shape.removes)
        return found | _union(self._forbidders, shape.gives)


def _union(touching: Iterable[int], places: int) -> int:
    known = list(touching) if not isinstance(touching, list) else touching
    found = 0
    for place in places_in(places):
        found |= known[place]
    return found
