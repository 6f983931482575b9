"""The times of a network if nothing ever waited."""

from analysis.flow.laws import ZERO, Law
from analysis.flow.times import Times

__all__ = ["WorkTimes"]


class WorkTimes(Times):
    """The times if nothing ever waited: work only; ways are taken as in `real`."""

    def __init__(self, real: Times) -> None:
        """Take the chances from the real times."""
        super().__init__(real.network, real.load)
        self._real = real

    def one(self, at: int) -> Law:
        """Return the work of one instance at a node."""
        return self.work(at)

    def exits(self, at: int) -> tuple[list[float], list[float], Law]:
        """Return the real chances with the time of the work."""
        ways, boundaries, _ = self._real.exits(at)
        return ways, boundaries, self.whole(at)

    def race_of(self, at: int) -> tuple[list[float], Law]:
        """Return the real chances; waiting for an event is no work."""
        return self._real.race_of(at)[0], ZERO
