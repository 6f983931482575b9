"""What is to be routed over the board, and how each flow likes to leave and enter nodes."""

from dataclasses import dataclass, field

__all__ = ["DOWN", "LEFT", "RIGHT", "UP", "Habit", "Step", "Wire"]

Step = tuple[int, int]
RIGHT, DOWN, LEFT, UP = (1, 0), (0, 1), (-1, 0), (0, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What it costs to leave or enter a node by its sides, in lengths of one line."""

    ahead: float = 0.0
    upright: float = 4.0
    back: float = 8.0

    def leaving(self, step: Step) -> float:
        """Return the cost of leaving in a direction."""
        return self.upright if step[0] == 0 else self.ahead if step == RIGHT else self.back


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
