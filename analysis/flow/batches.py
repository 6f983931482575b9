"""How long instances wait in a batch and how large it gets, when they come at random (a Poisson stream)."""

import math

import numpy as np
from numpy.typing import NDArray

from analysis.flow.laws import Law
from analysis.network import Network
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import Calendar, Opening
from analysis.scenario.work_values import Batch, Release
from bpmn.frozen import dataclass

__all__ = ["Gathering", "gathering_of"]

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What batches are like.

    Attributes:
        size: The mean size of a batch.
        size_met: The mean size of the batch that an instance finds itself in.
        wait: How long an instance waits until its batch is let go, in clock time.
        ahead_s: How long the work on those before it in the batch takes, on average.
    """

    size: float
    size_met: float
    wait: Law
    ahead_s: float = 0.0


def gathering_of(network: Network, batch: Batch, rate: float, name: str) -> Gathering:
    """Return what the batches of an activity are like.

    Args:
        network: The network.
        batch: How they are gathered.
        rate: Instances a second of clock time.
        name: The activity's key, for messages.

    With a size m and a limit w on the wait of the first, a batch that begins at 0 is let go at T = min(w, the time of
    the (m - 1)th after it): E N = 1 + Σ P(A(w) ≥ j), and the waits of a batch add up to
    E ∫₀ᵀ (1 + A(t)) dt = Σ (j + 1) P(A(w) > j) / λ for j < m - 1, with A(w) Poisson of mean λw. Exact for Poisson
    arrivals and a fixed w. Releases let a batch go that often; of several rules the one that lets it go sooner counts.
    That more may join until somebody takes it up is left out.
    """
    if batch.pause is not None and rate > 0 and batch.least is None and batch.wait is None and batch.release is None:
        return _by_pause(rate, batch.pause.expected, (batch.pause_alone or batch.pause).expected)
    if batch.wait is not None and batch.wait_alone is not None and rate > 0 and not (batch.least or batch.release):
        return _by_wait(rate, batch.wait.expected, max(batch.wait.expected, batch.wait_alone.expected))
    least = batch.least or batch.most
    if batch.release is not None:
        every, residual, second = _release_times(network, batch.release, name)
        wait = Law(mean=residual, variance=max(0.0, second - residual**2))
        held = rate * every
        if least is None or held < least:
            size = held / -math.expm1(-held) if held > _NOTHING else 1.0
            return Gathering(size=size, size_met=1 + rate * residual * 2, wait=wait)
    limit = math.inf if batch.wait is None else batch.wait.expected
    if rate <= 0:
        return Gathering(size=1.0, size_met=1.0, wait=Law(mean=0.0 if math.isinf(limit) else limit, variance=0.0))
    return _by_size(rate, least, limit)


def _by_size(rate: float, least: int | None, limit: float) -> Gathering:
    more = _tail(rate * limit, (least or 10**4) - 1)
    numbers = np.arange(1, len(more) + 1)
    size = 1.0 + float(more.sum())
    total = float((numbers * more).sum()) / rate
    met = float(1 + ((2 * numbers + 1) * more).sum()) / size
    mean = total / size
    return Gathering(size=size, size_met=met, wait=Law(mean=mean, variance=mean**2 / 3))


def _by_wait(rate: float, wait: float, alone: float) -> Gathering:
    """Batches that go when the first has waited, or (while it is alone) with the second, or after a longer wait.

    With A Poisson of mean λw those who come in the wait w, and q the chance that somebody comes in the rest r of the
    longer one: N = 1 + A, and with chance e^(-λw) q one more; the waits of a batch add up to
    w + λw²/2 + e^(-λw) q / λ on average. Exact for Poisson arrivals and fixed waits.
    """
    none, later = math.exp(-rate * wait), -math.expm1(-rate * (alone - wait))
    held = rate * wait
    size = 1 + held + none * later
    squared = 1 + 3 * held + held**2 + none * 3 * later
    mean = (wait + held * wait / 2 + none * later / rate) / size
    return Gathering(size=size, size_met=squared / size, wait=Law(mean=mean, variance=mean**2 / 3))


def _by_pause(rate: float, pause: float, alone: float) -> Gathering:
    """Batches that go when nobody has come for a pause, or (one alone) for another.

    With q = exp(-λp) the chance that nobody comes in a pause p after the latest, and q₁ in that of one alone: alone
    with chance q₁; else N = 1 + M, M geometric with mean 1 / q. Whoever is k-th from the end waits p + (k - 1) g, with
    g the mean of a gap that is shorter than p, and g₁ of the first. Exact for Poisson arrivals and fixed pauses.
    """
    end, end_alone = math.exp(-rate * pause), math.exp(-rate * alone)
    gap, first_gap = _shorter(rate, pause), _shorter(rate, alone)
    further = 1 / end
    size = end_alone + (1 - end_alone) * (1 + further)
    squared = end_alone + (1 - end_alone) * (1 + 2 * further + (2 - end) * further**2)
    of_further = pause * further + gap * (1 - end) * further**2
    of_first = first_gap + (further - 1) * gap + pause
    mean = (end_alone * alone + (1 - end_alone) * (of_further + of_first)) / size
    return Gathering(size=size, size_met=squared / size, wait=Law(mean=mean, variance=mean**2 / 3))


def _shorter(rate: float, limit: float) -> float:
    """The mean of an exponential time that is known to be shorter than a limit."""
    missed = -math.expm1(-rate * limit)
    return 1 / rate - limit * (1 - missed) / missed if missed > _NOTHING else limit / 2


def _tail(mean: float, most: int) -> NDArray[np.float64]:
    """P(A ≥ j) for j = 1 … most (as far as it is not nothing), A Poisson of this mean, which may be infinite."""
    if math.isinf(mean):
        return np.ones(most)
    from scipy.special import gammainc

    reach = min(most, int(mean + 12 * math.sqrt(mean) + 20))
    return np.asarray(gammainc(np.arange(1, reach + 1), mean)) if reach > 0 and mean > _NOTHING else np.zeros(0)


def _release_times(network: Network, release: Release, name: str) -> tuple[float, float, float]:
    """Return the mean time between releases, and the mean and mean square of the time until the next one."""
    scenario = network.scenario
    base = scenario.calendars.get(release.calendar or "", Calendar(id=name, openings=()))
    opening = Opening(days=release.days, from_s=release.at_s, to_s=release.at_s + 1)
    table = opening_table(
        Calendar(id=name, openings=(opening,), time_zone=base.time_zone, holidays=base.holidays, closed=base.closed),
        scenario.start,
    )
    gaps = np.diff(np.append(table.opens, table.opens[0] + table.period_s))
    period = float(gaps.sum())
    return period / len(gaps), float((gaps**2).sum()) / (2 * period), float((gaps**3).sum()) / (3 * period)
