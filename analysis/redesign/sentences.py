"""What a redesign gains, in sentences."""

import math

from analysis.quantities import Quantity, fitting_scale
from analysis.redesign.gains import Gains, SimulatedGains
from analysis.redesign.search import Search
from analysis.redesign.values import Proposal
from analysis.simulation import Measure
from bpmn.language import Text

__all__ = ["computed_sentence", "how_searched", "shown_difference", "simulated_sentences", "what_is_asked"]

_SIMULATED: dict[str, tuple[Quantity, Text]] = {
    "cycle_time_s": ("elapsed", Text("time")),
    "cost": ("money", Text("cost a case")),
    "first_pass_yield": ("share", Text("first-pass yield")),
    "growth_when_busier": ("share", Text("longer when 20 % more come")),
}
_NOTHING: dict[Quantity, float] = {"elapsed": 0.5, "money": 0.005, "share": 5e-5, "count": 0.005}
"""What is shown as 0: a computer's noise."""


def computed_sentence(gains: Gains, currency: str) -> Text:
    """Return what flow analysis says of the four sides."""
    spare = gains.spare_capacity
    return Text(
        "By flow analysis: time {time}; cost {cost} a case; quality: first-pass yield {quality}, hand-overs"
        " {handovers}; flexibility: spare capacity {spare}.",
        time=shown_difference("elapsed", [gains.cycle_time_s])[0],
        cost=shown_difference("money", [gains.cost], currency)[0],
        quality=shown_difference("share", [gains.first_pass_yield])[0],
        handovers=shown_difference("count", [gains.handovers])[0],
        spare="–" if spare is None else shown_difference("share", [spare])[0],
    )


def simulated_sentences(simulated: SimulatedGains) -> tuple[Text, ...]:
    """Return what simulation says of the four sides, each with its 95% interval."""
    return tuple(_sentence(simulated.measures[name], *_SIMULATED[name]) for name in _SIMULATED)


def _sentence(found: Measure, kind: Quantity, label: Text) -> Text:
    currency = found.unit if kind == "money" else ""
    amount, low, high = shown_difference(kind, [found.mean, found.ci_low, found.ci_high], currency)
    return Text("Simulated, {label}: {amount} ({low} to {high})", label=label, amount=amount, low=low, high=high)


def shown_difference(kind: Quantity, values: list[float], currency: str = "") -> list[Text | str]:
    """Return a difference with its unit, and more numbers in that unit; shares differ by points."""
    if not math.isfinite(values[0]):
        return [Text("without end")] * len(values)
    clear = [0.0 if abs(value) < _NOTHING[kind] else value for value in values]
    scale = fitting_scale(kind, clear, currency=currency)
    first, *others = (scale.number(value, signed=True) for value in clear)
    if kind == "share":
        return [Text("{points} points", points=first), *others]
    return [scale.quantity(clear[0], signed=True), *others]


def what_is_asked(proposal: Proposal) -> tuple[Text, ...]:
    """Return what is assumed of a proposal, and what the analyst has to find out first."""
    assumed = proposal.application.assumed if proposal.application else None
    return tuple(line for line in (assumed, proposal.question) if line is not None)


def how_searched(search: Search) -> Text:
    """Return how many combinations were computed, and whether those are all."""
    counts = {"evaluated": len(search.evaluated), "proposals": len(search.considered)}
    if search.was_stopped:
        return Text("Stopped after {evaluated} combinations of {proposals} proposals.", **counts)
    if search.is_exhaustive:
        return Text("All {evaluated} combinations of {proposals} proposals were computed.", **counts)
    return Text(
        "{evaluated} combinations of {proposals} proposals were computed, not all: there may be better ones.",
        **counts,
    )
