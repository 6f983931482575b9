"""The time of the week at which things happen, and what closing hours add to work that begins then.

A week is cut into cells of ten minutes. Work in opening hours is a sum over them: who comes when it is closed waits
until it opens, and each closing that comes before the work is done adds the time until the next opening. The mean is
exact up to the cells; that variances of steps add up is an approximation, as steps depend on each other through the
time of the week. Holidays lengthen each night by their share of all working days: another approximation.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.flow.laws import Law, mixture
from analysis.scenario.calendars import opening_table
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import Calendar
from bpmn.frozen import dataclass

__all__ = ["CELL_S", "EVENLY", "Hours", "Stay", "after_clock_time", "hours_of", "in_hours"]

Floats = NDArray[np.float64]

CELL_S = 600.0
_WEEK_S = 7 * 86400.0
_CELLS = int(_WEEK_S / CELL_S)
_MOST = 8 * _CELLS
_NIGHT_S = 4 * 3600.0
_DIRECT = 96

EVENLY: Floats = np.full(_CELLS, 1 / _CELLS)
"""Any time of the week is as likely as another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hours:
    """A calendar's week in cells, from the scenario's start.

    Attributes:
        cells: The open cells, in order.
        position: For each cell of the week the number of the open cell in which work can begin.
        until_open: For each cell how long it is until it opens, from the cell's middle; 0 in open ones.
        skipped: Closed seconds before each open cell and, one entry more, of the whole week.
    """

    cells: NDArray[np.int64]
    position: NDArray[np.int64]
    until_open: Floats
    skipped: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stay:
    """A time spent at a place.

    Attributes:
        after: How likely it is to be over in each cell of the week.
        law: How long it takes.
        closed_s: How much of that it is closed, on average.
    """

    after: Floats
    law: Law
    closed_s: float = 0.0


@lru_cache(maxsize=256)
def hours_of(calendar: Calendar, start: datetime) -> Hours | None:
    """Return a calendar's week, None where it is always open."""
    regular = opening_table(replace(calendar, holidays="", closed=()), start)
    middles = (np.arange(_CELLS) + 0.5) * CELL_S
    at = np.searchsorted(regular.opens, middles, side="right") - 1
    is_open = (at >= 0) & (middles < regular.closes[np.maximum(at, 0)])
    cells = np.flatnonzero(is_open)
    if len(cells) in {0, _CELLS}:
        return None
    lost = 0.0
    if calendar.holidays or calendar.closed:
        lost = max(0.0, 1 - opening_table(calendar, start).open_share / regular.open_share)
    plain = (np.diff(np.append(cells, cells[0] + _CELLS)) - 1) * CELL_S
    holidays = _for_holidays(plain, lost)
    number = np.searchsorted(cells, np.arange(_CELLS))
    opening = np.append(cells, cells[0] + _CELLS)[number]
    # Who waits overnight may find a holiday in the morning.
    until = (opening - np.arange(_CELLS) - 0.5) * CELL_S + holidays[number - 1]
    return Hours(
        cells=cells,
        position=number % len(cells),
        until_open=np.where(is_open, 0.0, until),
        skipped=np.concatenate(([0.0], np.cumsum(plain + holidays))),
    )


def _for_holidays(gaps: Floats, lost: float) -> Floats:
    """What is added to each night: days lost by days left, each with the time to the opening after it.

    With a share q of the days closed there are 1 - q nights for each day, and all closed time is theirs.
    """
    is_night = gaps > _NIGHT_S
    nights = int(is_night.sum())
    if lost <= 0 or not nights:
        return np.zeros_like(gaps)
    return np.where(is_night, _WEEK_S / nights * lost / (1 - lost), 0.0)


def after_clock_time(density: Floats, law: Law) -> Stay:
    """Return what becomes of an arrival at a time of the week after a time that passes day and night."""
    if law.is_zero:
        return Stay(after=density, law=law)
    return Stay(after=_turned(density, _folded(_weights_of(law), _CELLS)), law=law)


def in_hours(density: Floats, hours: Hours | None, laws: Sequence[Law], *, is_rough: bool = False) -> Stay:
    """Return what becomes of an arrival at a time of the week after times, one after the other, in opening hours.

    Args:
        density: When it arrives.
        hours: The opening hours, None: always.
        laws: The times.
        is_rough: Whether the mean is enough: then the variance is that of the times alone.
    """
    weights = _joined_weights(laws)
    mean, variance = math.fsum(law.mean for law in laws), math.fsum(law.variance for law in laws)
    if hours is None:
        after = _turned(density, _folded(weights, _CELLS))
        return Stay(after=after, law=Law(mean=mean, variance=variance))
    total = Law(mean=mean, variance=variance)
    overnight = density * (hours.until_open > 0)
    share = float(overnight.sum())
    if len(weights) < 2 or weights[0] > 0 or share <= 0 or any(law.atoms is None and law.mean > 1 for law in laws):
        return _stay(density, hours, weights, total, is_rough=is_rough)
    # Fixed work begun at the very opening ends at a cell's end: if that is the closing, it does not lie over night.
    parts = [(_stay(overnight / share, hours, weights[1:], total, is_rough=is_rough), share)]
    if share < 1 - 1e-9:
        parts.append((_stay((density - overnight) / (1 - share), hours, weights, total, is_rough=is_rough), 1 - share))
    return Stay(
        after=np.asarray(sum(stay.after * part for stay, part in parts), dtype=np.float64),
        law=mixture([(stay.law, part) for stay, part in parts]),
        closed_s=math.fsum(stay.closed_s * part for stay, part in parts),
    )


def _stay(density: Floats, hours: Hours, weights: Floats, work: Law, *, is_rough: bool) -> Stay:
    """What becomes of an arrival after work of so many cells, whose mean and variance are those of `work`."""
    mean, variance = work.mean, work.variance
    size = len(hours.cells)
    begin = np.asarray(np.bincount(hours.position, weights=density, minlength=size), dtype=np.float64)
    after = np.zeros(_CELLS)
    after[hours.cells] = _turned(begin, _folded(weights, size))
    if is_rough:
        found, own = _lifted(hours, weights, size)
        skipped = _met(found, weights)[:size] - own
        closed_s = float(density @ hours.until_open + begin @ skipped)
        return Stay(after=after, law=Law(mean=mean + closed_s, variance=variance), closed_s=closed_s)
    skipped, square, cross = _skipped(hours, weights, size)
    wait, by_cell = hours.until_open, skipped[hours.position]
    first = wait + mean + by_cell
    second = wait**2 + 2 * wait * (mean + by_cell) + variance + mean**2 + (square + 2 * cross)[hours.position]
    total = float(density @ first)
    return Stay(
        after=after,
        law=Law(mean=total, variance=max(0.0, float(density @ second) - total**2)),
        closed_s=float(density @ (wait + by_cell)),
    )


def _skipped(hours: Hours, weights: Floats, size: int) -> tuple[Floats, Floats, Floats]:
    """For work begun in each open cell: means of the closed time it lies over, its square, and it by the work."""
    skipped, own = _lifted(hours, weights, size)
    mean = _met(skipped, weights)[:size]
    square = _met(skipped**2, weights)[:size] - 2 * own * mean + own**2
    worked = weights * np.arange(len(weights)) * CELL_S
    cross = _met(skipped, worked)[:size] - own * float(worked.sum())
    return mean - own, square, cross


def _lifted(hours: Hours, weights: Floats, size: int) -> tuple[Floats, Floats]:
    """Closed seconds before each open cell of as many weeks as the work may reach over, and of the first week."""
    weeks, within = np.divmod(np.arange(size + len(weights)), size)
    skipped = hours.skipped[within] + weeks * hours.skipped[-1]
    return skipped, skipped[:size]


def _joined_weights(laws: Sequence[Law]) -> Floats:
    weights = np.ones(1)
    for law in laws:
        if not law.is_zero:
            weights = np.convolve(weights, _weights_of(law))
    return weights


def _met(values: Floats, weights: Floats) -> Floats:
    """Σₖ weights[k] · values[i + k] for each i."""
    if len(weights) <= _DIRECT:
        return np.correlate(values, weights, mode="valid")
    size = 1 << (len(values) - 1).bit_length()
    found = np.fft.irfft(np.fft.rfft(values, size) * np.conj(np.fft.rfft(weights, size)), size)
    return np.asarray(found[: len(values) - len(weights) + 1], dtype=np.float64)


def _turned(density: Floats, weights: Floats) -> Floats:
    """A density on a circle after a step with these weights."""
    size = len(density)
    found = np.fft.irfft(np.fft.rfft(density) * np.fft.rfft(weights), size)
    return np.asarray(np.maximum(found, 0.0))


def _folded(weights: Floats, size: int) -> Floats:
    """Return weights of steps as weights on a circle of so many cells."""
    if len(weights) <= size:
        return np.concatenate((weights, np.zeros(size - len(weights))))
    return np.asarray(np.bincount(np.arange(len(weights)) % size, weights=weights, minlength=size), dtype=np.float64)


def _weights_of(law: Law) -> Floats:
    """Return how likely a time is to be so many cells long; its mean is kept."""
    if law.atoms is not None:
        return _atom_weights(law)
    if law.source is not None:
        return _source_weights(law.source)
    return _centred(law)


@lru_cache(maxsize=1024)
def _source_weights(source: Distribution) -> Floats:
    return _centred(Law(mean=source.expected, variance=source.variance, source=source))


def _atom_weights(law: Law) -> Floats:
    found: dict[int, float] = {}
    for value, share in law.atoms or ():
        below, rest = divmod(min(value / CELL_S, _MOST), 1)
        found[int(below)] = found.get(int(below), 0.0) + share * (1 - rest)
        found[int(below) + 1] = found.get(int(below) + 1, 0.0) + share * rest
    weights = np.zeros(max(found) + 1)
    for number, share in found.items():
        weights[number] = share
    return weights


def _centred(law: Law) -> Floats:
    """Cut a distribution into cells, then move it by the part of a cell that its mean is off."""
    reach = min(_MOST, int((law.mean + 10 * math.sqrt(law.variance)) / CELL_S) + 2)
    below = law.cdf(np.asarray(np.arange(reach + 1) * CELL_S, dtype=np.float64))
    weights = np.diff(below, prepend=0.0)[1:] if below[0] == 0 else np.append(below[0], np.diff(below))[:-1]
    weights = weights / weights.sum() if weights.sum() > 0 else np.ones(1)
    off = law.mean / CELL_S - float(weights @ np.arange(len(weights)))
    whole, part = divmod(max(0.0, off), 1)
    moved = np.zeros(len(weights) + int(whole) + 1)
    moved[int(whole) : int(whole) + len(weights)] += weights * (1 - part)
    moved[int(whole) + 1 : int(whole) + 1 + len(weights)] += weights * part
    return moved
