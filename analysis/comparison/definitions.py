"""What a measure is, apart from its values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from analysis.comparison.values import Group, Origin, Side
from analysis.quantities import Quantity
from bpmn.language import Text

__all__ = ["ComputedMeasure", "Definition"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure apart from its values; the fields are those of `MeasureDifference`."""

    measure: str
    label: Text
    formula: Text
    group: Group
    quantity: Quantity
    unit: str
    better: Literal["lower", "higher"] | None


@dataclass(frozen=True, slots=True)
class ComputedMeasure:
    """A measure that a function of one side gives, without chance; None where the side has no such thing."""

    definition: Definition
    of: Callable[[Side], float | None]
    origin: Origin = "computed"
