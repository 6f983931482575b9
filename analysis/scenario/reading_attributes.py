"""Attributes of cases, and rules of gateways, read from a scenario file."""

import math

from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.fields import Place
from analysis.scenario.reading_laws import read_distribution, shares
from analysis.scenario.values import PROBABILITY_ELSE_ONE
from bpmn.language import Text

__all__ = ["ROUTINGS", "WORDS", "read_attributes", "read_flow", "read_routing"]

ROUTINGS = ("probability", PROBABILITY_ELSE_ONE, "rules")
"""How a gateway chooses: by the probabilities of its ways, or by their rules.

By probabilities an inclusive gateway may happen to take no way. Then it chooses again, or takes one by them.
"""

WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
"""What keys of a choice say that are not meant as texts."""

_ROUNDING = 1e-6


def read_attributes(place: Place) -> dict[str, AttributeSource]:
    """Return the sources of attributes by their names; an expression sees the attributes above it."""
    return {name: _source(inner) for name, inner in place.items()}


def _source(place: Place) -> AttributeSource:
    if isinstance(place.value, dict) and place.has("expression"):
        source = AttributeSource(expression=place.at("expression").text().removeprefix("=").strip())
        if not source.expression:
            raise place.at("expression").error(Text("An expression is missing."))
        place.refuse_others()
        return source
    if isinstance(place.value, dict) and place.at("type").value == "choice":
        source = AttributeSource(choices=_choices(place.at("values")))
        place.refuse_others()
        return source
    return AttributeSource(law=read_distribution(place))


def _choices(place: Place) -> tuple[tuple[Scalar, float], ...]:
    """Read the values of a choice; as keys, `true`, `false` and `null` are not texts but what they say."""
    if isinstance(place.value, list):
        said = [_chance(entry) for entry in place.entries()]
    else:
        said = [(WORDS.get(name, name), inner.number(least=0, most=1)) for name, inner in place.items()]
    total = math.fsum(chance for _, chance in said)
    if not said:
        raise place.error(Text("A choice needs at least one value with its probability."))
    if abs(total - 1) > _ROUNDING:
        raise place.error(Text("The probabilities add up to {total}, not to 1.", total=f"{total:g}"))
    return tuple(zip((value for value, _ in said), shares([chance for _, chance in said]), strict=True))


def _chance(place: Place) -> tuple[Scalar, float]:
    value = place.at("value").value
    if not isinstance(value, str | bool | int | float | None):
        raise place.at("value").error(Text("A value is a text, a number, true, false or null."))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    found = place.at("value").number() if is_number else value
    chance = place.at("probability").number(least=0, most=1)
    place.refuse_others()
    return found, chance


def read_routing(place: Place) -> str:
    """Return how a gateway chooses, one of `ROUTINGS`."""
    routing = place.text()
    if routing not in ROUTINGS:
        raise place.error(Text("A gateway goes by one of {known}.", known=", ".join(ROUTINGS)))
    return routing


def read_flow(place: Place) -> tuple[float | None, str]:
    """Return the probability and the rule of a way: a bare number, or an object with either."""
    if not isinstance(place.value, dict):
        return place.number(least=0, most=1), ""
    chance = place.at("probability").optional(lambda inner: inner.number(least=0, most=1))
    rule = place.at("rule").text().removeprefix("=").strip()
    place.refuse_others()
    return chance, rule
