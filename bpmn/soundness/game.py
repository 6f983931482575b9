"""The token game: which steps a marking allows, and where they lead. BPMN 2.0.2 §13."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bpmn.soundness.board import Board
from bpmn.soundness.net import Marking, Net, Transition

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
    def _board(self) -> Board:
        return Board(self.net)

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Yield the steps a marking allows."""
        for play in self._board.plays(self._board.number(marking)):
            yield Move(play.transition, self._board.marking(play.after), play.doubled)

    def is_over(self, marking: Marking) -> bool:
        """Return whether every process that began has ended."""
        return not marking.tokens & ~self.net.finals
