"""How many of the first cases are not counted, told from the cases themselves."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.simulation.running import Runner

__all__ = ["found_warm_up", "mser_5"]

_BATCH = 5
_PILOT = 5


def mser_5(values: NDArray[np.float64]) -> int | None:
    """Return after how many values a series has settled, or None where it has not within its first half.

    Batches of five values are averaged; cut off is what makes the standard error of the mean of the rest smallest,
    d* = argmin Σ(Y_j - mean)² / (n - d)², the last tenth left out: there a few values alike by chance would win.
    Where d* is in the second half, the series is too short to tell.

    Source: White, Cobb, Spratt, A comparison of five steady-state truncation heuristics for simulation, WSC 2000.
    """
    batches = values[: len(values) // _BATCH * _BATCH].reshape(-1, _BATCH).mean(axis=1)
    count = len(batches)
    if count < 2:
        return 0
    kept = np.arange(count, 0, -1)
    centred = batches - batches[-1]  # sums of squares lose digits where the mean is large
    sums, squares = np.cumsum(centred[::-1])[::-1], np.cumsum(centred[::-1] ** 2)[::-1]
    spread = np.maximum(squares - sums**2 / kept, 0) / kept.astype(np.float64) ** 2
    best = int(np.argmin(spread[: count - count // 10]))
    return None if best > count / 2 else best * _BATCH


def found_warm_up(runner: "Runner") -> tuple[int, Text | None]:
    """Return the warm-up found by MSER-5 on the cycle times of five replications, case by case averaged.

    With it comes a sentence where they have not settled; then half of the cases are left out.

    Source of averaging over replications: Welch 1983; Law, Simulation Modeling and Analysis, 5th ed., §9.5.1.
    """
    pilot = replace(runner, warm_up=0, keep_log=False, stretches=None, keep_cycle_times=True)
    rows = [run.cycle_times for run in pilot.run(range(_PILOT)) if run.cycle_times is not None]
    found = mser_5(np.mean(rows, axis=0))
    if found is not None:
        return found, None
    text = Text(
        "Cycle times have not settled within the first half of {cases} cases: ask for more cases, or see whether a "
        "pool gets more work than it can do.",
        cases=runner.cases,
    )
    return runner.cases // 2, text
