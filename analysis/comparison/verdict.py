"""What a comparison comes to, in sentences."""

from collections.abc import Iterable, Sequence

from analysis.comparison.sentences import listed
from analysis.comparison.sureness import OneOff
from analysis.comparison.values import AssumptionEffect, MeasureDifference
from bpmn.language import Text

__all__ = ["HEADLINES", "find_verdict", "log_sentence", "measure_sentence"]

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
            "{label}: lower by {amount} {unit} (from {as_is} to {to_be}), certain beyond the simulation's noise.",
            **values,
        )
    return Text(
        "{label}: higher by {amount} {unit} (from {as_is} to {to_be}), certain beyond the simulation's noise.", **values
    )


def find_verdict(
    measures: Sequence[MeasureDifference], assumptions: Iterable[AssumptionEffect], one_off: OneOff | None = None
) -> Text:
    """Return the verdict: the headlines, what becomes worse, what could turn it, and when its cost is saved."""
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
    if one_off is not None:
        sentences.append(_saved(one_off))
    return listed(sentences, " ")


def log_sentence(found: MeasureDifference) -> Text:
    """Return the difference of one measure of two logs in words."""
    scale = found.scale
    low, high = found.ci_low or 0.0, found.ci_high or 0.0
    values = {"label": found.label, "as_is": scale.number(found.as_is), "to_be": scale.number(found.to_be)}
    if not found.is_certain:
        return Text(
            "{label}: no difference that can be told from chance (from {as_is} to {to_be}; between {low} and {high}"
            " {unit}).",
            **values,
            low=scale.number(low, signed=True),
            high=scale.number(high, signed=True),
            unit=scale.unit,
        )
    ends = sorted((abs(low), abs(high)))
    values |= {"low": scale.number(ends[0]), "high": scale.number(ends[1])}
    if found.difference < 0:
        return Text(
            "{label}: lower by {low} to {high} {unit} (from {as_is} to {to_be}), measured.", **values, unit=scale.unit
        )
    return Text(
        "{label}: higher by {low} to {high} {unit} (from {as_is} to {to_be}), measured.", **values, unit=scale.unit
    )


def _saved(one_off: OneOff) -> Text:
    if one_off.months is None:
        return Text("What it costs once is not saved by the office.")
    if one_off.months_low is None or one_off.months_high is None:
        return Text("What it costs once is saved by the office after {months} months.", months=f"{one_off.months:.1f}")
    ends = dict.fromkeys(f"{end:.1f}" for end in (one_off.months_low, one_off.months_high))
    return Text("What it costs once is saved by the office after {months} months.", months=" – ".join(ends))


def _undecided(found: MeasureDifference) -> Text:
    if found.ci_low is None or found.ci_high is None:
        return Text("{label}: one replication does not say how sure the difference is.", label=found.label)
    scale = found.scale
    if found.equivalence is not None and found.equivalence.is_shown:
        return Text(
            "{label}: no difference beyond {margin} {unit}, and that is certain (between {low} and {high}).",
            label=found.label,
            margin=scale.number(found.equivalence.margin),
            unit=scale.unit,
            low=scale.number(found.ci_low, signed=True),
            high=scale.number(found.ci_high, signed=True),
        )
    return Text(
        "{label}: no difference that can be told from the simulation's noise (between {low} and {high} {unit}).",
        label=found.label,
        low=scale.number(found.ci_low, signed=True),
        high=scale.number(found.ci_high, signed=True),
        unit=scale.unit,
    )
