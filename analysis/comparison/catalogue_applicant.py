"""The measures of the applicant's burden."""

from collections.abc import Callable

from analysis.comparison.definitions import ComputedMeasure, Definition
from analysis.comparison.values import Side
from analysis.quantities import Quantity
from bpmn.language import Text

__all__ = ["APPLICANT"]


def _burden(
    measure: str, label: Text, formula: Text, quantity: Quantity, unit: str, of: Callable[[Side], float | None]
) -> ComputedMeasure:
    return ComputedMeasure(Definition(measure, label, formula, "applicant", quantity, unit, "lower"), of)


_EXPECTED = Text("Sum over activities of expected visits times what the activity asks")
APPLICANT: tuple[ComputedMeasure, ...] = (
    _burden("applicant_steps", Text("Steps for the applicant"), _EXPECTED, "count", "count", lambda s: s.burden.steps),
    _burden("visits", Text("Visits to an office"), _EXPECTED, "count", "count", lambda s: s.burden.visits),
    _burden(
        "contacts", Text("Other contacts with the office"), _EXPECTED, "count", "count", lambda s: s.burden.contacts
    ),
    _burden(
        "pages",
        Text("Form pages to fill in"),
        Text("Pages of the forms asked, on line or on paper, weighted by how often each is asked"),
        "count",
        "count",
        lambda s: s.burden.pages,
    ),
    _burden(
        "questions",
        Text("Questions to answer"),
        Text("Questions of these forms, weighted likewise"),
        "count",
        "count",
        lambda s: s.burden.questions,
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
    _burden(
        "originals",
        Text("Originals and notarised copies asked for"),
        Text("Of the documents asked for, those of which the original or a notarised copy must be brought"),
        "count",
        "count",
        lambda s: s.burden.originals,
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
            "maturity",
            Text("Digital maturity, 0 to 5"),
            Text("Highest stage of which the model shows that it is reached; stages 1 to 5 of the EU's benchmark"),
            "applicant",
            "count",
            "stage",
            "higher",
        ),
        lambda s: float(s.maturity.stage) if s.maturity else None,
        "counted",
    ),
)
