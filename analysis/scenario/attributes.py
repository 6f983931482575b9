"""What is known of a case beside where it is: how its attributes get their values."""

from typing import TypeAlias

from analysis.scenario.distributions import Distribution
from bpmn.frozen import dataclass

__all__ = ["AttributeSource", "Scalar"]

Scalar: TypeAlias = bool | float | str | None
"""A value of an attribute: true or false, a number, a text, or null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSource:
    """How an attribute gets a value: exactly one of the three.

    Attributes:
        choices: Values with their probabilities, which add up to 1.
        law: The distribution of a number, or None.
        expression: An expression of FEEL over the attributes that there are by then, "" for none.
    """

    choices: tuple[tuple[Scalar, float], ...] = ()
    law: Distribution | None = None
    expression: str = ""
