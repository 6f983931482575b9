"""Replications until the mean cycle time is known precisely enough."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.simulation.result import measure_of
from analysis.simulation.student import t_quantile
from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.simulation.running import Replication, Runner

__all__ = ["replications_for", "run_until_precise"]

_PILOT, _MOST = 10, 1000


def replications_for(values: Sequence[float], precision: float) -> int:
    """Return how many replications a relative half-width of at most `precision` takes, as far as these values tell.

    n = ⌈(t s / ε)²⌉ with ε = precision · |mean| / (1 + precision): the half-width is to be small against the true mean,
    which may be nearer to zero than the one found. At least 10, at most 1,000.

    Source: Law, Simulation Modeling and Analysis, 5th ed., §9.4.1.
    """
    found = np.array(values)
    allowed = precision * abs(float(found.mean())) / (1 + precision)
    if allowed == 0:
        return _PILOT
    needed = (t_quantile(len(found) - 1) * float(found.std(ddof=1)) / allowed) ** 2
    return min(_MOST, max(_PILOT, math.ceil(min(needed, _MOST))))


def run_until_precise(
    runner: "Runner", precision: float, progress: Callable[[int, int], None] | None
) -> tuple[list["Replication"], Text | None]:
    """Return ten replications, and as many more as the mean cycle time takes to be known so precisely.

    With them comes a sentence where 1,000 were not enough.

    Args:
        runner: Runs them.
        precision: The half-width of the 95% confidence interval wanted, as a share of the mean.
        progress: Called after each replication with how many are done and how many it will be, as far as is known.
    """
    runs: list[Replication] = []
    wanted = _PILOT
    while True:
        before = len(runs)

        def tell(done: int, before: int = before, wanted: int = wanted) -> None:
            if progress is not None:
                progress(before + done, wanted)

        runs += runner.run(range(before, wanted), tell)
        values = [run.measures["cycle_time"] for run in runs]
        measure = measure_of(np.array(values), "s")
        half = (measure.ci_high - measure.ci_low) / 2
        if half <= precision * abs(measure.mean) / (1 + precision):
            return runs, None
        if len(runs) >= _MOST:
            return runs, _not_precise(half / abs(measure.mean))
        wanted = min(_MOST, max(replications_for(values, precision), len(runs) + _PILOT // 2))


def _not_precise(reached: float) -> Text:
    return Text(
        "After {count} replications the mean cycle time is known to {reached} only.",
        count=_MOST,
        reached=f"±{100 * reached:.1f}%",
    )
