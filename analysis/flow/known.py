"""What is known of cases when they arrive, as kinds of cases with their shares: all there are, or a sample of them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.distributions import Distribution
from bpmn.frozen import dataclass
from bpmn.model import Expression

__all__ = [
    "DRAWS",
    "MOST_KINDS",
    "Facts",
    "Known",
    "Rule",
    "answers_to",
    "asked_by",
    "evaluated",
    "kinds_of_cases",
    "quantiles",
    "values_of_law",
]

DRAWS = 10_000
"""How many cases are drawn where they cannot all be listed."""

MOST_KINDS = 4096
"""How many kinds of cases are listed at most."""

_FEW = 100  # as quickly asked one after the other
_BISECTIONS = 60
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)

Rule = tuple[str, str]
"""An expression and its language."""
Facts = tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Kinds of cases.

    Attributes:
        names: What is known of each.
        kinds: Its values in each kind, with the kind's share of the cases.
        is_sample: Whether they are a sample.
    """

    names: tuple[str, ...]
    kinds: tuple[tuple[tuple[Scalar, ...], float], ...]
    is_sample: bool = False


@lru_cache(maxsize=4096)
def asked_by(rule: Rule, names: frozenset[str]) -> frozenset[str]:
    """Return which names a rule asks for."""
    from bpmn.expressions import Language, compile_expression

    text, language = rule
    if not language:
        return frozenset()
    return frozenset(compile_expression(text, Language(language), names=names).names)


def evaluated(rule: Rule, facts: Facts) -> Scalar:
    """Return what a rule comes to; null where that is no single value."""
    from bpmn.expressions import ExpressionError, Language, compile_expression, to_json

    text, language = rule
    if not language:
        return text.strip().lower() == "true"
    try:
        value = to_json(
            compile_expression(text, Language(language), names=frozenset(name for name, _ in facts))
            .evaluate(dict(facts))
            .value
        )
    except ExpressionError:
        return None
    if isinstance(value, bool | str) or value is None:
        return value
    return float(value) if isinstance(value, int | float) else None


def answers_to(rule: Expression, columns: Mapping[str, Sequence[Scalar]], count: int) -> list[Scalar]:
    """Return what a rule comes to in each of so many kinds of cases; `columns` are what is known of them, by name."""

    def answer(number: int) -> Scalar:
        facts = tuple((name, column[number]) for name, column in columns.items())
        return evaluated((rule.text, rule.language), facts)

    if rule.language and columns and count > _FEW:
        from analysis.flow.at_once import answers_at_once

        found = answers_at_once(rule, columns, answer)
        if found is not None:
            return found
    return [answer(number) for number in range(count)]


def values_of_law(law: Distribution, cuts: tuple[float, ...] | None) -> tuple[tuple[float, float], ...] | None:
    """Return the values of a distribution with their chances; None where it has too many to be told apart.

    Where numbers are only compared with constants, one stands for all between two of them.
    """
    if law.is_constant:
        return ((law.expected, 1.0),)
    if law.type == "empirical" and len(set(law.values)) <= MOST_KINDS // 4:
        weights = law.weights or (1 / len(law.values),) * len(law.values)
        chances: dict[float, float] = {}
        for value, weight in zip(law.values, weights, strict=True):
            chances[value] = chances.get(value, 0.0) + weight
        return tuple(chances.items())
    if cuts is None:
        return None
    ends = np.array(cuts)
    below, up_to = law.cdf(np.nextafter(ends, -np.inf)), law.cdf(ends)
    found: list[tuple[float, float]] = []
    passed = 0.0
    for place, cut in enumerate(cuts):
        before = cut - 1.0 if place == 0 else (cuts[place - 1] + cut) / 2
        found += [(before, float(below[place]) - passed), (cut, float(up_to[place] - below[place]))]
        passed = float(up_to[place])
    found.append((cuts[-1] + 1.0 if cuts else law.expected, 1.0 - passed))
    return tuple((value, chance) for value, chance in found if chance > 0)


def kinds_of_cases(
    sources: tuple[tuple[str, AttributeSource], ...], cuts: tuple[tuple[str, tuple[float, ...] | None], ...]
) -> Known:
    """Return the kinds of cases that attributes make, in their order.

    Args:
        sources: The attributes that matter, each with how it gets its value.
        cuts: For those that can be any number the constants they are compared with, None where more is done with them.
    """
    limits = dict(cuts)
    kinds: dict[Facts, float] = {(): 1.0}
    for name, source in sources:
        values = _choices(source, limits.get(name))
        if source.expression:
            kinds = {(*facts, (name, evaluated((source.expression, "feel"), facts))): w for facts, w in kinds.items()}
        elif values is None or len(kinds) * len(values) > MOST_KINDS:
            return _sampled(sources)
        else:
            kinds = {(*facts, (name, value)): share * w for facts, share in kinds.items() for value, w in values}
    names = tuple(name for name, _ in sources)
    return Known(
        names=names, kinds=tuple((tuple(value for _, value in facts), share) for facts, share in kinds.items())
    )


def _choices(source: AttributeSource, cuts: tuple[float, ...] | None) -> tuple[tuple[Scalar, float], ...] | None:
    return source.choices if source.law is None else values_of_law(source.law, cuts)


def _sampled(sources: tuple[tuple[str, AttributeSource], ...]) -> Known:
    """Draw cases evenly: the points of a Halton sequence, a base for each attribute; the same each time.

    Source: Halton, On the efficiency of certain quasi-random sequences of points, Numerische Mathematik 2 (1960).
    """
    columns: dict[str, list[Scalar]] = {}
    drawn = 0
    for name, source in sources:
        if source.expression:
            columns[name] = answers_to(Expression(text=source.expression, language="feel"), columns, DRAWS)
        else:
            columns[name] = _drawn(source, _points(_PRIMES[drawn % len(_PRIMES)]))
            drawn += 1
    kinds: dict[tuple[Scalar, ...], float] = {}
    for values in zip(*columns.values(), strict=True):
        kinds[values] = kinds.get(values, 0.0) + 1 / DRAWS
    return Known(names=tuple(columns), kinds=tuple(kinds.items()), is_sample=True)


def _points(base: int) -> NDArray[np.float64]:
    left, weight = np.arange(1, DRAWS + 1), 1.0
    found = np.zeros(DRAWS)
    while left.any():
        weight /= base
        found += weight * (left % base)
        left //= base
    return found


def _drawn(source: AttributeSource, points: NDArray[np.float64]) -> list[Scalar]:
    if source.law is None:
        ends = np.cumsum([chance for _, chance in source.choices])
        places = np.minimum(np.searchsorted(ends, points), len(source.choices) - 1)
        return [source.choices[place][0] for place in places.tolist()]
    return [*quantiles(source.law, points)]


def quantiles(law: Distribution, shares: Sequence[float] | NDArray[np.float64]) -> list[float]:
    """Return the values below which a distribution has these shares, by halving what holds them."""
    points = np.asarray(shares, dtype=np.float64)
    spread = max(1.0, 10 * float(np.sqrt(law.variance)))
    low, high = law.expected - spread, law.expected + spread
    while float(law.cdf(np.array(high))) < points.max():
        high += high - low
    while float(law.cdf(np.array(low))) > points.min():
        low -= high - low
    lows, highs = np.full(len(points), low), np.full(len(points), high)
    for _ in range(_BISECTIONS):
        middles = (lows + highs) / 2
        is_low = law.cdf(middles) < points
        lows, highs = np.where(is_low, middles, lows), np.where(is_low, highs, middles)
    return [float(value) for value in highs]
