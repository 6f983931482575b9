"""Computes combinations of proposals, each once, until the budget is gone or somebody stops it."""

from collections.abc import Callable

from analysis.redesign.exploring import Candidate, Explorer
from analysis.redesign.pareto import Point, front_of, on_grid

__all__ = ["Evaluation", "Progress", "ShouldStop"]

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

ShouldStop = Callable[[], bool]
"""Whether somebody wants the work to stop."""


class Evaluation:
    """What was computed so far, and whether more may be."""

    def __init__(
        self,
        explorer: Explorer,
        budget: int,
        more_work: int,
        progress: Progress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self._explorer = explorer
        self._budget = budget
        self._total = budget + more_work
        self._progress = progress
        self._should_stop = should_stop
        self._work = 0
        self._known: dict[frozenset[str], Candidate | None] = {
            frozenset(): Candidate(ids=(), sides=explorer.start.sides)
        }
        self.is_stopped = False

    @property
    def found(self) -> tuple[Candidate, ...]:
        """The combinations that go together, in the order in which they were computed."""
        return tuple(one for one in self._known.values() if one is not None)

    @property
    def has_budget(self) -> bool:
        """Whether another combination may be computed."""
        return len(self._known) < self._budget and not self.is_stopped

    def is_known(self, ids: tuple[str, ...]) -> bool:
        """Return whether these proposals were tried together, in whatever order."""
        return frozenset(ids) in self._known

    def candidate(self, ids: tuple[str, ...]) -> Candidate | None:
        """Return a combination, computed at most once; None where it does not go together or somebody stopped."""
        key = frozenset(ids)
        if key not in self._known:
            if not self.may_go_on():
                return None
            self._known[key] = self._explorer.candidate(ids)
        return self._known[key]

    def may_go_on(self) -> bool:
        """Return whether nobody wants to stop, and tell how far the work is."""
        self.is_stopped = self.is_stopped or (self._should_stop is not None and self._should_stop())
        if self._progress is not None and not self.is_stopped:
            self._progress(min(self._work, self._total), self._total)
        self._work += 1
        return not self.is_stopped

    def say_done(self) -> None:
        """Tell that all is done, if it was not stopped."""
        if self._progress is not None and not self.is_stopped:
            self._progress(self._total, self._total)

    def that_change_something(self) -> tuple[str, ...]:
        """Compute each proposal alone, whatever the budget; return those with an effect on the four sides."""
        alone = {one: self.candidate((one,)) for one in self._explorer.start.proposals}
        nothing = self.points([self._explorer.start.sides.objectives])[0]
        return tuple(
            one
            for one, found in alone.items()
            if found is not None and self.points([found.sides.objectives])[0] != nothing
        )

    def points(self, objectives: list[Point]) -> list[Point]:
        """Return four sides in thousandths of the process as it is: less is no difference."""
        return on_grid(objectives, self._explorer.start.sides.objectives)

    def front(self) -> tuple[Candidate, ...]:
        """Return the combinations that no other beats, the quickest first; of equal ones that with least changes."""
        known = sorted(self.found, key=lambda one: (len(one.ids), one.ids))
        best = [known[place] for place in front_of(self.points([one.sides.objectives for one in known]))]
        return tuple(sorted(best, key=lambda one: (one.sides.objectives, one.ids)))
