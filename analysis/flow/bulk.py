"""Batches at one person who does nothing else: who comes while the person is busy joins the next batch."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.flow.laws import Floats, Law
from bpmn.frozen import dataclass

__all__ = ["Bulk", "bulk_service"]

_STATES, _LARGEST = 1200, 100
_NOTHING, _LEFT_OUT = 1e-9, 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What batches are like at one person.

    Attributes:
        size: The mean size of a batch.
        size_met: The mean size of the batch that an instance finds itself in.
        wait_s: How long an instance waits until work on its batch begins, on average.
    """

    size: float
    size_met: float
    wait_s: float


def bulk_service(rate: float, least: int, most: int | None, law_of: Callable[[int], Law]) -> Bulk | None:
    """Return what batches are like that begin with `least` waiting and take up to `most`; None where it has no answer.

    Args:
        rate: Instances a second, at random (a Poisson stream).
        least: How many must wait.
        most: How many a batch can hold; None: any number.
        law_of: How long a batch of a size takes; taken as a gamma law with its mean and variance.

    The queue M/G(a,b)/1 by the Markov chain of how many wait when a batch is done: the next is of max(a, min(n, b)),
    and during it come Poisson many, mixed over a gamma time: negative binomial. Waits by Little's law over a cycle.
    Exact for gamma and fixed times, up to chances of 1e-6. Source: Neuts, A general class of bulk queues with Poisson
    input, Annals of Mathematical Statistics 38 (1967).
    """
    top = least if most is None else most
    if rate <= 0 or least > _LARGEST or (most is not None and rate * law_of(top).mean >= top):
        return None
    waiting = np.arange(_STATES)
    sizes = np.maximum(least, np.minimum(waiting, _STATES if most is None else most))
    laws = {int(size): law_of(int(size)) for size in np.unique(sizes)}
    remaining = np.asarray(waiting - np.minimum(waiting, sizes), dtype=np.int64)
    before = _stationary(rate, remaining, [laws[int(size)] for size in sizes])
    if before is None:
        return None
    means = np.array([laws[int(size)].mean for size in sizes])
    seconds = np.array([laws[int(size)].variance for size in sizes]) + means**2
    missing = np.maximum(0, least - waiting)
    gathered = missing * (waiting + least - 1) / 2 / rate * (missing > 0)
    area = float(before @ (gathered + remaining * means + rate * seconds / 2))
    length = float(before @ (missing / rate + means))
    size, squared = float(before @ sizes), float(before @ sizes.astype(np.float64) ** 2)
    return Bulk(size=size, size_met=squared / size, wait_s=area / length / rate)


def _stationary(rate: float, left: NDArray[np.int64], laws: list[Law]) -> Floats | None:
    """How many wait when a batch is done, as chances; None where more than a table holds may wait."""
    from scipy.linalg import solve

    table = np.zeros((_STATES, _STATES))
    rows: dict[int, Floats] = {}
    for number, law in enumerate(laws):
        key = id(law)
        if key not in rows:
            rows[key] = _coming(rate, law)
        table[number, left[number] :] = rows[key][: _STATES - left[number]]
        table[number, -1] += max(0.0, 1.0 - float(table[number].sum()))
    system = table.T - np.eye(_STATES)
    system[-1] = 1.0
    wanted = np.zeros(_STATES)
    wanted[-1] = 1.0
    found = np.asarray(solve(system, wanted))
    return None if found[-1] > _LEFT_OUT or found.min() < -_LEFT_OUT else found


def _coming(rate: float, law: Law) -> Floats:
    """How many come during a time, as chances."""
    from scipy.stats import nbinom, poisson

    numbers = np.arange(_STATES)
    if law.variance <= _NOTHING * law.mean**2:
        return np.asarray(poisson.pmf(numbers, rate * law.mean))
    shape = law.mean**2 / law.variance
    return np.asarray(nbinom.pmf(numbers, shape, 1 / (1 + rate * law.mean / shape)))
