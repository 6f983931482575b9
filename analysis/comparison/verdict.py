"""What a comparison comes to, in sentences."""

from collections.abc import Iterable, Sequence

from analysis.comparison.sentences import listed
from analysis.comparison.values import AssumptionEffect, MeasureDifference
from bpmn.language import Text

__all__ = ["HEADLINES", "find_verdict", "measure_sentence"]

HEADLINES = ("cycle_time", "applicant_cost", "cost_office")
"""What the verdict always speaks of: the applicant's time, the applicant's cost, the office's cost."""


def measure_sentence(found: MeasureDifference) -> Text:
    """Return one measure's difference in words, with its interval where there is one.

    "Lower by 6.1 to 7.3 days" is the difference's 95% confidence interval; it is said only of differences that stay
    significant after Holm's correction for all measures tested together.
    """
    if found.outcome == "same":
        return Text("{label}: no difference.", label=found.label)
    if found.outcome == "undecided":
        return _undecided(found)
    scale = found.scale
    ends = sorted(abs(end) for end in (found.ci_low, found.ci_high) if end is not None)
    shown = list(dict.fromkeys(scale.number(end) for end in ends)) or [scale.number(abs(found.difference))]
    values = {
        "label": found.label,
        "amount": Text("{low} to {high}", low=shown[0], high=shown[1]) if len(shown) == 2 else shown[0],
        "unit": scale.unit,
        "as_is": scale.number(found.as_is),
        "to_be": scale.number(found.to_be),
    }
    if found.ci_low is None:
        if found.difference < 0:
            return Text("{label}: lower by {amount} {unit} (from {as_is} to {to_be}).", **values)
        return Text("{label}: higher by {amount} {unit} (from {as_is} to {to_be}).", **values)
    if found.difference < 0:
        return Text(
            "{label}: lower by {amount} {unit} (from {as_is} to {to_be}), beyond the simulation's noise.", **values
        )
    return Text(
        "{label}: higher by {amount} {unit} (from {as_is} to {to_be}), beyond the simulation's noise.", **values
    )


def find_verdict(measures: Sequence[MeasureDifference], assumptions: Iterable[AssumptionEffect]) -> Text:
    """Return the verdict: the headlines, what becomes worse, and which assumptions could turn it."""
    if all(found.outcome == "same" for found in measures):
        return Text("The two models do not differ in any measure.")
    headlines = [found for name in HEADLINES for found in measures if found.measure == name]
    sentences = [measure_sentence(found) for found in headlines]
    worse = [found.label for found in measures if found.outcome == "worse" and found not in headlines]
    if worse:
        sentences.append(Text("What becomes worse: {measures}.", measures=listed(worse, "; ")))
    turning = [effect.assumption.path for effect in assumptions if effect.turns_verdict]
    if turning:
        sentences.append(
            Text("Within their ranges these assumptions could turn it: {names}.", names=listed(turning, "; "))
        )
    return listed(sentences, " ")


def _undecided(found: MeasureDifference) -> Text:
    if found.ci_low is None or found.ci_high is None:
        return Text("{label}: one replication does not say how sure the difference is.", label=found.label)
    scale = found.scale
    return Text(
        "{label}: no difference that can be told from the simulation's noise (between {low} and {high} {unit}).",
        label=found.label,
        low=scale.number(found.ci_low, signed=True),
        high=scale.number(found.ci_high, signed=True),
        unit=scale.unit,
    )
