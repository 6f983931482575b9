"""The measures of a comparison: what each is called, how it is worked out, which way is better."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from analysis.comparison.handovers import automated_share, expected_handovers
from analysis.comparison.values import Group, Origin, Side
from analysis.quantities import Quantity
from bpmn.language import Text

__all__ = ["BUSIEST_ROLE", "COMPUTED", "SIMULATED", "YEARLY", "ComputedMeasure", "Definition"]


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


SIMULATED: tuple[Definition, ...] = (
    Definition(
        "cycle_time",
        Text("Time from application to end, mean"),
        Text("Mean over cases of the time from a case's arrival to its end, nights and weekends included"),
        "time",
        "elapsed",
        "s",
        "lower",
    ),
    Definition(
        "cycle_time_p90",
        Text("Time from application to end, nine cases in ten"),
        Text("90th percentile of that time over the cases of a replication"),
        "time",
        "elapsed",
        "s",
        "lower",
    ),
    Definition(
        "waiting_time",
        Text("Waiting time"),
        Text("Time in which nobody works on the case"),
        "time",
        "elapsed",
        "s",
        "lower",
    ),
    Definition(
        "processing_time",
        Text("Working time"),
        Text("Work of everybody on the case, in working hours"),
        "time",
        "work",
        "s",
        "lower",
    ),
    Definition(
        "promise_kept",
        Text("Cases within the promised time"),
        Text("Share of the cases whose time is at most the scenario's promise"),
        "quality",
        "share",
        "share",
        "higher",
    ),
    Definition(
        "first_pass",
        Text("Cases done at the first attempt"),
        Text("Share of the cases in which no activity is repeated"),
        "quality",
        "share",
        "share",
        "higher",
    ),
    Definition(
        "rework",
        Text("Repeated activities"),
        Text("Activity instances after the first of their kind, per case"),
        "quality",
        "count",
        "count",
        "lower",
    ),
    Definition(
        "cost_office",
        Text("Cost to the office"),
        Text("Working time at each role's cost an hour, and fixed costs"),
        "cost",
        "money",
        "currency",
        "lower",
    ),
    Definition(
        "wip",
        Text("Cases in progress at a time"),
        Text("Mean number of cases begun and not ended"),
        "load",
        "count",
        "count",
        "lower",
    ),
)


@dataclass(frozen=True, slots=True)
class ComputedMeasure:
    """A measure that a function of one side gives, without chance; None where the side has no such thing."""

    definition: Definition
    of: Callable[[Side], float | None]
    origin: Origin = "computed"


def _burden(
    measure: str, label: Text, formula: Text, quantity: Quantity, unit: str, of: Callable[[Side], float]
) -> ComputedMeasure:
    return ComputedMeasure(Definition(measure, label, formula, "applicant", quantity, unit, "lower"), of)


_EXPECTED = Text("Sum over activities of expected visits times what the activity asks")
COMPUTED: tuple[ComputedMeasure, ...] = (
    _burden("applicant_steps", Text("Steps for the applicant"), _EXPECTED, "count", "count", lambda s: s.burden.steps),
    _burden("visits", Text("Visits to an office"), _EXPECTED, "count", "count", lambda s: s.burden.visits),
    _burden(
        "contacts", Text("Other contacts with the office"), _EXPECTED, "count", "count", lambda s: s.burden.contacts
    ),
    _burden("documents", Text("Documents asked for"), _EXPECTED, "count", "count", lambda s: s.burden.documents),
    _burden(
        "documents_held_by_state",
        Text("Documents the state already holds"),
        Text("Of the documents asked for, those whose content a register holds"),
        "count",
        "count",
        lambda s: s.burden.documents_held_by_state,
    ),
    _burden("fees", Text("Fees"), _EXPECTED, "money", "currency", lambda s: s.burden.fees),
    _burden(
        "applicant_time",
        Text("Applicant's time"),
        Text("Own work, visits, contacts and obtaining documents, without waiting"),
        "work",
        "h",
        lambda s: s.burden.time_h,
    ),
    _burden(
        "applicant_cost",
        Text("Cost to the applicant"),
        Text("Standard Cost Model: time at the value of an hour, what is paid beside, and fees"),
        "money",
        "currency",
        lambda s: s.burden.cost,
    ),
    ComputedMeasure(
        Definition(
            "handovers",
            Text("Times the case changes hands"),
            Text("Expected number of times work goes on at another performer, automated tasks skipped"),
            "quality",
            "count",
            "count",
            "lower",
        ),
        lambda s: expected_handovers(s.model, s.scenario, s.flow.visits),
    ),
    ComputedMeasure(
        Definition(
            "automated_share",
            Text("Automated tasks"),
            Text("Share of an average case's tasks that no person carries out"),
            "quality",
            "share",
            "share",
            "higher",
        ),
        lambda s: automated_share(s.model, s.flow.visits),
    ),
    ComputedMeasure(
        Definition(
            "tasks",
            Text("Tasks in the model"),
            Text("Tasks drawn in the model"),
            "model",
            "count",
            "count",
            None,
        ),
        lambda s: float(s.facts["tasks"]),
        "counted",
    ),
)

YEARLY: dict[str, tuple[str, Text]] = {
    "cost_office": ("cost_office_year", Text("Cost to the office a year")),
    "applicant_time": ("applicant_time_year", Text("Applicants' time a year")),
    "applicant_cost": ("applicant_cost_year", Text("Cost to applicants a year")),
}

BUSIEST_ROLE = Definition(
    "utilisation_busiest",
    Text("Busy time of the busiest role"),
    Text("Busy time by time on duty, of the role of each side for which it is greatest"),
    "load",
    "share",
    "share",
    None,
)
