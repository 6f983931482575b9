"""Progress over the phases of long work, and a way to stop it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from analysis.errors import AnalysisError
from bpmn.language import Text

__all__ = ["Phases", "Progress", "Stopped"]

Progress = Callable[[int, int], None]
_WHOLE = 1000


class Stopped(AnalysisError):  # noqa: N818 - no error: somebody wants it to end
    """Somebody wanted the comparison to stop."""


@dataclass(slots=True, kw_only=True)
class Phases:
    """Several phases as one piece of work, of which `progress` is told and which `should_stop` can end.

    Attributes:
        weights: The phases in their order, with about how long each takes compared with the others.
        progress: Called with how much is done, and of how much; it never goes back.
        should_stop: Asked as often as there is progress, from the thread that the work was begun in.
        suffix: What the names of the phases end with that are asked for.
    """

    weights: Mapping[str, float]
    progress: Progress | None = None
    should_stop: Callable[[], bool] | None = None
    suffix: str = ""
    _shown: list[int] = field(default_factory=lambda: [0])

    def of(self, phase: str) -> Progress:
        """Return what one phase tells its own progress.

        What is returned raises `Stopped` when the work is to stop.
        """
        phase += self.suffix
        names = list(self.weights)
        total = sum(self.weights.values())
        begin = sum(self.weights[name] for name in names[: names.index(phase)])

        def tell(done: int, of: int) -> None:
            if self.should_stop is not None and self.should_stop():
                raise Stopped(Text("The comparison was stopped."))
            share = (begin + self.weights[phase] * min(1.0, done / max(of, 1))) / total
            self._show(int(_WHOLE * share + 1e-6))

        return tell

    def within(self, suffix: str) -> "Phases":
        """Return the same work, in which the phases are those whose names end so."""
        return replace(self, suffix=suffix)

    def finish(self) -> None:
        """Tell that all is done."""
        self._show(_WHOLE)

    def _show(self, done: int) -> None:
        if self.progress is not None and done > self._shown[0]:
            self._shown[0] = done
            self.progress(done, _WHOLE)
