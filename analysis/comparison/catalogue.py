"""The measures of a comparison: what each is called, how it is worked out, which way is better."""

from analysis.comparison.catalogue_applicant import APPLICANT
from analysis.comparison.catalogue_strength import STRENGTH
from analysis.comparison.definitions import ComputedMeasure, Definition
from analysis.comparison.handovers import automated_share, expected_handovers
from bpmn.language import Text

__all__ = ["BUSIEST_ROLE", "COMPUTED", "REWORK", "SIMULATED", "YEARLY", "ComputedMeasure", "Definition"]


REWORK = Definition(
    "rework",
    Text("Repeated activities"),
    Text("Activity instances after the first of their kind, per case"),
    "quality",
    "count",
    "count",
    "lower",
)
"""The same of a simulation and of a log."""

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
        "cycle_time_p50",
        Text("Time from application to end, half of the cases"),
        Text("Median of that time over the cases of a replication"),
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
        "cycle_time_p95",
        Text("Time from application to end, nineteen cases in twenty"),
        Text("95th percentile of that time over the cases of a replication"),
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
    REWORK,
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


COMPUTED: tuple[ComputedMeasure, ...] = (
    *APPLICANT,
    *STRENGTH,
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
    "cost_total": ("cost_total_year", Text("Cost to office and applicants together a year")),
    "visits": ("visits_year", Text("Visits to offices a year")),
    "documents": ("documents_year", Text("Documents asked for a year")),
    "fees": ("fees_year", Text("Fees a year")),
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
