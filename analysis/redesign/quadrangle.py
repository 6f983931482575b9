"""What a redesign changes on each of the four sides, line by line, with what is better and what is worse."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from analysis.quantities import Quantity
from analysis.redesign.gains import Gains, SimulatedGains
from analysis.redesign.sentences import shown_difference
from analysis.simulation import Measure
from bpmn.language import Text

__all__ = ["NONE_BETTER", "Line", "Side", "is_better_anywhere", "quadrangle"]

NONE_BETTER = Text("By these figures it is better on none of the four sides.")
"""What is said of a proposal that is not better anywhere."""

Side = Literal["time", "cost", "quality", "flexibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure.

    Attributes:
        side: The side that it belongs to.
        label: What it is.
        amount: By how much it changes.
        interval: The ends of its 95% interval; "" where it is computed, or the same on both sides.
        outcome: "better", "worse", "same", or "undecided" where the interval holds 0.
    """

    side: Side
    label: Text
    amount: Text | str
    interval: str
    outcome: str


_LOWER, _HIGHER = -1, 1
_NOISE = 1e-6
_SIMULATED: tuple[tuple[str, Side, Quantity, int, Text], ...] = (
    ("cycle_time_s", "time", "elapsed", _LOWER, Text("from application to end")),
    ("cost", "cost", "money", _LOWER, Text("a case, office and applicant")),
    ("first_pass_yield", "quality", "share", _HIGHER, Text("first-pass yield")),
    ("growth_when_busier", "flexibility", "share", _LOWER, Text("longer when 20 % more come")),
)
_COMPUTED: tuple[tuple[str, Side, Quantity, int, Text], ...] = (
    ("cycle_time_s", "time", "elapsed", _LOWER, Text("from application to end")),
    ("cost", "cost", "money", _LOWER, Text("a case, office and applicant")),
    ("first_pass_yield", "quality", "share", _HIGHER, Text("first-pass yield")),
    ("handovers", "quality", "count", _LOWER, Text("hand-overs")),
    ("spare_capacity", "flexibility", "share", _HIGHER, Text("spare capacity")),
)


def quadrangle(gains: Gains, simulated: SimulatedGains | None, currency: str) -> tuple[Line, ...]:
    """Return what changes on the four sides: simulated where it was, and what only flow analysis tells.

    Args:
        gains: By flow analysis.
        simulated: By paired simulation, or None.
        currency: Of the scenario.
    """
    lines = [*_simulated(simulated), *_computed(gains, currency, simulated)]
    order = ("time", "cost", "quality", "flexibility")
    return tuple(sorted(lines, key=lambda line: order.index(line.side)))


def is_better_anywhere(lines: Iterable[Line]) -> bool:
    """Return whether a redesign is better on one of the four sides."""
    return any(line.outcome == "better" for line in lines)


def _simulated(simulated: SimulatedGains | None) -> Iterator[Line]:
    if simulated is None:
        return
    for name, side, kind, wanted, label in _SIMULATED:
        found = simulated.measures[name]
        currency = found.unit if kind == "money" else ""
        amount, low, high = shown_difference(kind, [found.mean, found.ci_low, found.ci_high], currency)
        outcome = _outcome(found, wanted)
        interval = "" if outcome == "same" else f"{low} … {high}"
        yield Line(side=side, label=label, amount=amount, interval=interval, outcome=outcome)


def _computed(gains: Gains, currency: str, simulated: SimulatedGains | None) -> Iterator[Line]:
    known = set(simulated.measures) if simulated else set()
    for name, side, kind, wanted, label in _COMPUTED:
        value = getattr(gains, name)
        if name in known or value is None:
            continue
        (amount,) = shown_difference(kind, [value], currency)
        outcome = _outcome(Measure(mean=value, ci_low=value, ci_high=value, unit=""), wanted)
        yield Line(side=side, label=label, amount=amount, interval="", outcome=outcome)


def _outcome(found: Measure, wanted: int) -> str:
    if math.isnan(found.mean) or (abs(found.ci_low) < _NOISE and abs(found.ci_high) < _NOISE):
        return "same"
    if found.ci_low <= 0 <= found.ci_high:
        return "undecided"
    return "better" if found.mean * wanted > 0 else "worse"
