"""Chooses for each marking some of the steps it allows, such that what can go wrong can still be seen.

Branches that have nothing to do with each other need not be played in every order. The steps chosen are the enabled
ones of a strong stubborn set: whatever happens outside the set neither disables nor is disabled by an enabled step in
it, and cannot enable a step that is not in it but was disabled for a reason that the set holds.

Such a choice keeps every marking without steps; keeps whether from every marking one of them can be reached; and if so,
every step that ever occurs still occurs. That a place gets its second token is such a step here: each transition has a
twin that stands for it, so that this cannot be missed either.

Source: Valmari, Stubborn sets for reduced state space generation (1991); Valmari, Stop It, and Be Stubborn! (2015),
theorems on always may-terminating systems, which need no condition against ignoring.
"""

from dataclasses import dataclass

from bpmn.soundness.board import Board
from bpmn.soundness.neighbours import Neighbours, Shape, shapes_of
from bpmn.soundness.net import places_in

__all__ = ["Stubborn"]


@dataclass(slots=True)
class _Set:
    """A stubborn set while it grows: bit sets of transitions and of twins, and those still to be looked at."""

    members: int = 0
    twins: int = 0
    new_members: int = 0
    new_twins: int = 0

    def add(self, members: int) -> None:
        """Put transitions in."""
        self.new_members |= members & ~self.members
        self.members |= members

    def add_twins(self, twins: int) -> None:
        """Put twins in."""
        self.new_twins |= twins & ~self.twins
        self.twins |= twins


class Stubborn:
    """Chooses steps on a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._shapes = shapes_of(board)
        self._neighbours = Neighbours(board, self._shapes)

    def choose(self, marking: int, enabled: int) -> int:
        """Return the transitions to follow from a marking.

        Args:
            marking: The marking.
            enabled: The transitions that it enables, as bits.
        """
        filled = self._board.filled(marking)
        best, fewest = enabled, enabled.bit_count()
        for start in places_in(enabled):
            if fewest == 1:
                break
            chosen = self._close(1 << start, filled, marking, enabled, fewest)
            if chosen.bit_count() < fewest:
                best, fewest = chosen, chosen.bit_count()
        return best

    def _close(self, start: int, filled: int, marking: int, enabled: int, fewest: int) -> int:
        """Return the enabled transitions of a stubborn set, or all where it would have no fewer than `fewest`."""
        grown = _Set()
        grown.add(start)
        while grown.new_members or grown.new_twins:
            if grown.new_members:
                low = grown.new_members & -grown.new_members
                grown.new_members ^= low
                number = low.bit_length() - 1
                if low & enabled:
                    members, twins = self._neighbours.of(number)
                    grown.add(members)
                    grown.add_twins(twins)
                else:
                    grown.add(self._reason(self._shapes[number], filled, marking, grown.members))
            else:
                low = grown.new_twins & -grown.new_twins
                grown.new_twins ^= low
                shape = self._shapes[low.bit_length() - 1]
                grown.add(self._twin_reason(shape, filled, marking, grown.members, is_enabled=bool(low & enabled)))
            if (grown.members & enabled).bit_count() >= fewest:
                return enabled
        return grown.members & enabled

    def _reason(self, shape: Shape, filled: int, marking: int, members: int) -> int:
        """Return the transitions one of which must occur before a disabled transition can."""
        near = self._neighbours
        if shape.join is not None:
            into = near.producers_of(shape.needs)
            blocking = shape.join.blocking(marking)
            # It waits at least until this token has gone, or another of its incoming flows has one.
            return into | near.removers[blocking.bit_length() - 1] if blocking else into
        choices = [near.producers[place] for place in places_in(shape.needs & ~filled)]
        choices += [near.removers[place] for place in places_in(shape.forbids & filled)]
        return min(choices, key=lambda found: (found & ~members).bit_count())

    def _twin_reason(self, shape: Shape, filled: int, marking: int, members: int, *, is_enabled: bool) -> int:
        """Return the transitions one of which must occur before one can give a place its second token."""
        choices = []
        if not shape.doubles & filled:
            choices.append(self._neighbours.producers_of(shape.doubles))
        if not is_enabled:
            choices.append(self._reason(shape, filled, marking, members))
        return min(choices, key=lambda found: (found & ~members).bit_count())
