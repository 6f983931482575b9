"""Distributions read from a scenario file, impossible ones refused."""

import math
from collections.abc import Callable, Sequence

from analysis.scenario.distributions import PARAMETERS, Distribution
from analysis.scenario.fields import Place
from bpmn.language import Text

__all__ = ["read_distribution", "shares"]

_ROUNDING = 1e-12


def read_distribution(place: Place) -> Distribution:
    """Return a distribution: an object with its type and parameters, or a bare time, which is fixed.

    Raises:
        ScenarioError: If a value is missing, wrong, or does not fit the others.
    """
    if isinstance(place.value, int | float | str):
        return Distribution(type="fixed", value=place.seconds())
    kind = place.at("type").text()
    if kind not in PARAMETERS:
        raise place.at("type").error(
            Text('There is no distribution "{type}". Known are: {known}.', type=kind, known=", ".join(PARAMETERS))
        )
    for name in PARAMETERS[kind]:
        if place.at(name).value is None:
            raise place.at(name).error(Text("A {type} distribution needs this value.", type=kind))
    law = Distribution(
        type=kind,
        value=place.at("value").seconds(),
        mean=place.at("mean").seconds(),
        sd=place.at("sd").seconds(),
        min=place.at("min").seconds(),
        max=place.at("max").optional(Place.seconds),
        mode=place.at("mode").seconds(),
        k=place.at("k").whole(least=1) if place.at("k").value is not None else 1,
        values=tuple(entry.seconds() for entry in place.at("values").entries()),
        weights=_weights(place.at("weights")),
    )
    place.refuse_others()
    _check(place, law)
    return law


def _weights(place: Place) -> tuple[float, ...]:
    weights = [entry.number(least=0) for entry in place.entries()]
    if weights and sum(weights) <= 0:
        raise place.error(Text("The weights must add up to more than 0."))
    return shares(weights)


def shares(weights: Sequence[float]) -> tuple[float, ...]:
    """Return weights that add up to 1; those that do already stay as they are, so that what is written is read alike.

    >>> shares([1, 3])
    (0.25, 0.75)
    """
    total = math.fsum(weights)
    return tuple(weights) if abs(total - 1) <= _ROUNDING else tuple(weight / total for weight in weights)


_IMPOSSIBLE: dict[str, Callable[[Distribution], bool]] = {
    "uniform": lambda law: (law.max or 0.0) < law.min,
    "triangular": lambda law: not law.min <= law.mode <= (law.max or 0.0),
    "exponential": lambda law: law.mean <= law.min or (law.max is not None and law.max <= law.min),
    "normal": lambda law: (
        law.sd <= 0
        or (law.max is not None and law.max <= max(law.min, law.mean - 4 * law.sd))
        or law.min >= law.mean + 4 * law.sd
    ),
    "lognormal": lambda law: law.mean <= 0 or law.sd <= 0 or _hardly_within(law),
    "gamma": lambda law: law.mean <= 0 or law.sd <= 0 or _hardly_within(law),
    "erlang": lambda law: law.mean <= 0 or law.k > 10_000,
    "empirical": lambda law: not law.values or (bool(law.weights) and len(law.weights) != len(law.values)),
}


def _hardly_within(law: Distribution) -> bool:
    """Whether the bounds leave so little that drawing again would not end."""
    import numpy as np

    free = Distribution(type=law.type, mean=law.mean, sd=law.sd)
    low, high = free.cdf(np.array([law.min, law.max if law.max is not None else np.inf]))
    return bool(high - low < 1e-3)


def _check(place: Place, law: Distribution) -> None:
    if law.type in _IMPOSSIBLE and _IMPOSSIBLE[law.type](law):
        raise place.error(Text("These values do not make a {type} distribution.", type=law.type))
