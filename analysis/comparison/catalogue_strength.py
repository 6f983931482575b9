"""The measures of outcomes, of flexibility and of load that are computed or read off a model."""

import math
from typing import Literal

from analysis.comparison.definitions import ComputedMeasure, Definition
from analysis.comparison.values import Side
from analysis.endings import Outcome, share_of
from bpmn.language import Text

__all__ = ["STRENGTH"]

_BY_ENDS = Text(
    "Share of cases that come to such an end event, told by the model's facts, an error event or words in its name"
)


def _ending(measure: str, label: Text, *outcomes: Outcome, better: Literal["lower"] | None) -> ComputedMeasure:
    definition = Definition(measure, label, _BY_ENDS, "quality", "share", "share", better)
    return ComputedMeasure(definition, lambda side: share_of(side.endings, *outcomes) if side.endings else None)


def _spare(side: Side) -> float | None:
    return side.flexibility.spare_capacity if side.flexibility else None


def _capacity(side: Side) -> float | None:
    return side.flexibility.capacity_per_week if side.flexibility else None


def _alone(side: Side) -> float | None:
    return float(len(side.flexibility.without_stand_in)) if side.flexibility else None


def _in_progress(side: Side) -> float | None:
    """Little's law: L = λ W. Source: Little, A Proof for the Queuing Formula L = λW, Operations Research 9 (1961)."""
    hours = side.flow.cycle_time_s / 3600
    return float(side.flow.arrival_rate_per_h * hours) if math.isfinite(hours) else None


STRENGTH: tuple[ComputedMeasure, ...] = (
    # A refusal is not worse for being one: the law may ask for it. Cases given up and errors are.
    _ending("rejected", Text("Cases refused"), "rejected", better=None),
    _ending("abandoned", Text("Cases given up by the applicant"), "abandoned", better="lower"),
    _ending("errors", Text("Cases that end in an error"), "error", better="lower"),
    ComputedMeasure(
        Definition(
            "spare_capacity",
            Text("Spare capacity"),
            Text("How many more could arrive until the first role can no longer do its work; by flow analysis"),
            "flexibility",
            "share",
            "share",
            "higher",
        ),
        _spare,
    ),
    ComputedMeasure(
        Definition(
            "without_stand_in",
            Text("Roles in which nobody stands in"),
            Text("Roles that have work and one person only: when that one is away, their work stops"),
            "flexibility",
            "count",
            "count",
            "lower",
        ),
        _alone,
        "counted",
    ),
    ComputedMeasure(
        Definition(
            "capacity",
            Text("Cases that can be done in a week"),
            Text("Of the role that can do least, by flow analysis: its hours in an average week by its work on a case"),
            "load",
            "count",
            "count",
            "higher",
        ),
        _capacity,
    ),
    ComputedMeasure(
        Definition(
            "wip_little",
            Text("Cases in progress at a time, by Little's law"),
            Text("Cases that arrive in an hour times the hours a case takes, by flow analysis"),
            "load",
            "count",
            "count",
            "lower",
        ),
        _in_progress,
    ),
)
