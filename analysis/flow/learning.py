"""What rules over a case come to, and what becomes known of it by its activities."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.flow.known import Facts, evaluated, quantiles, values_of_law
from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.distributions import Distribution
from bpmn.model import Expression

if TYPE_CHECKING:
    from analysis.flow.decided import Decided

__all__ = ["Facts", "Learning", "TooMuchError"]

_QUANTILES = 40
_SHARES = (np.arange(1000) + 0.5) / 1000
_SEED = 1


class TooMuchError(Exception):
    """Cases cannot be followed so.

    Attributes:
        element: Where.
        is_endless: Whether cases go round there without end.
    """

    def __init__(self, element: str = "", *, is_endless: bool = False) -> None:
        """Take where and why."""
        super().__init__(element)
        self.element, self.is_endless = element, is_endless


class Learning:
    """What rules come to and activities make known.

    Attributes:
        is_estimate: Whether a number that becomes known on the way was taken at some of its quantiles, or drawn.
    """

    def __init__(
        self,
        sets: Mapping[str, Sequence[tuple[str, AttributeSource]]],
        cuts: Mapping[str, tuple[float, ...] | None],
        answers: Mapping[Expression, str],
        *,
        decided: Mapping[str, "Decided"],
        is_drawn: bool = False,
    ) -> None:
        """Take what there is to know.

        Args:
            sets: The attributes that matter which activities give values, by the activity's id.
            cuts: The constants with which an attribute that can be any number is compared; None: more is done with it.
            answers: The rules that were answered when the case arrived, with the names their answers are known under.
            decided: The decisions that activities make, by the activity's id.
            is_drawn: Whether there are so many kinds of cases that each draws one value of a number that can be any,
                the same each time: at all its quantiles there would be more than can be followed.
        """
        self._sets, self._cuts, self._answers, self._decided = sets, cuts, answers, decided
        self._values: dict[tuple[Expression, Facts], Scalar] = {}
        self._draws = np.random.default_rng(_SEED) if is_drawn else None
        self.is_estimate = False

    def holds(self, rule: Expression, facts: Facts) -> bool:
        """Return whether a rule is true."""
        return self.value(rule, facts) is True

    def value(self, rule: Expression, facts: Facts) -> Scalar:
        """Return what a rule comes to."""
        if rule in self._answers:
            return dict(facts)[self._answers[rule]]
        if (rule, facts) not in self._values:
            self._values[rule, facts] = evaluated((rule.text, rule.language), facts)
        return self._values[rule, facts]

    def learn(self, element: str, facts: Facts) -> list[tuple[Facts, float]]:
        """Return what can be known once an activity is done, with the chances."""
        if element in self._decided:  # before what else is set there, as in the simulator
            results = self._decided[element].results(dict(facts))
            facts = tuple((name, results.get(name, value)) for name, value in facts)
        found = [(facts, 1.0)]
        for name, source in self._sets.get(element, ()):
            found = [
                (_with(known, name, value), share * chance)
                for known, share in found
                for value, chance in self._values_of(name, source, known)
            ]
        return found

    def _values_of(self, name: str, source: AttributeSource, facts: Facts) -> Sequence[tuple[Scalar, float]]:
        if source.expression:
            return [(evaluated((source.expression, "feel"), facts), 1.0)]
        if source.law is None:
            return source.choices
        values = values_of_law(source.law, self._cuts.get(name))
        if values is None:
            self.is_estimate = True
            if self._draws is not None:
                # Between the quantiles: a case that drew the same value again would go round with it for ever.
                return [(float(np.interp(self._draws.random(), _SHARES, _finely(source.law))), 1.0)]
            points = [(number + 0.5) / _QUANTILES for number in range(_QUANTILES)]
            values = tuple((value, 1 / _QUANTILES) for value in quantiles(source.law, points))
        return values


@lru_cache(maxsize=64)
def _finely(law: Distribution) -> NDArray[np.float64]:
    return np.array(quantiles(law, _SHARES))


def _with(facts: Facts, name: str, value: Scalar) -> Facts:
    return tuple((known, value if known == name else before) for known, before in facts)
