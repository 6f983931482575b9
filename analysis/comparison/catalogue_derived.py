"""Measures worked out, replication by replication, from what was simulated and what is computed beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.definitions import Definition
from analysis.comparison.values import Side
from bpmn.language import Text

__all__ = ["DERIVED", "DerivedMeasure"]

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DerivedMeasure:
    """A measure with a function that gives its value in each replication; None where the side has no such thing."""

    definition: Definition
    of: Callable[[Side], Series | None]


def _cost_total(side: Side) -> Series:
    return side.simulation.per_replication["cost_office"] + side.burden.cost


def _applicant_waits(side: Side) -> Series | None:
    series = side.simulation.per_replication
    if "applicant_time" not in series:
        return None
    return np.maximum(series["cycle_time"] - series["applicant_time"], 0.0)


def _under(kind: Literal["volume", "absence"], factor: float) -> Callable[[Side], Series | None]:
    def find(side: Side) -> Series | None:
        stresses = side.flexibility.stresses if side.flexibility else ()
        return next((one.per_replication_s for one in stresses if one.kind == kind and one.factor == factor), None)

    return find


def _stressed(measure: str, label: Text, formula: Text, of: Callable[[Side], Series | None]) -> DerivedMeasure:
    return DerivedMeasure(Definition(measure, label, formula, "flexibility", "elapsed", "s", "lower"), of)


_MORE = Text(
    "Mean time from arrival to end with so many more cases and the same people; grows where they cannot keep up"
)
DERIVED: tuple[DerivedMeasure, ...] = (
    DerivedMeasure(
        Definition(
            "applicant_waiting",
            Text("Time the applicant waits"),
            Text("Time from application to end without the applicant's own work on the case"),
            "applicant",
            "elapsed",
            "s",
            "lower",
        ),
        _applicant_waits,
    ),
    DerivedMeasure(
        Definition(
            "cost_total",
            Text("Cost to office and applicant together"),
            Text("The office's cost as simulated, the applicant's as computed; a fee counts as the applicant's cost"),
            "cost",
            "money",
            "currency",
            "lower",
        ),
        _cost_total,
    ),
    _stressed("cycle_time_volume_120", Text("Time with 20 % more cases"), _MORE, _under("volume", 1.2)),
    _stressed("cycle_time_volume_150", Text("Time with 50 % more cases"), _MORE, _under("volume", 1.5)),
    _stressed(
        "cycle_time_one_less",
        Text("Time with one person less in the busiest role"),
        Text("Mean time from arrival to end, one person away of the busiest role that has more than one"),
        _under("absence", 1.0),
    ),
)
