"""What a log says, as values. Times are in seconds unless the name says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.mining.conforming import Conformance
    from analysis.mining.waiting import WaitingCauses

__all__ = ["ActivityInLog", "Edge", "LogFinding", "MinedLog", "ResourceInLog", "Spread", "Variant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Mean, median and more of some times."""

    mean: float
    median: float
    p95: float
    sd: float
    least: float
    most: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityInLog:
    """What the log says of one activity.

    Attributes:
        name: Its name.
        instances: How often it was done.
        cases: In how many cases.
        repeated: Instances after a case's first.
        first: Cases that begin with it.
        last: Cases that end with it.
        processing_s: From start to end; None where the log knows no starts.
        waiting_s: From when it could begin to its start; None likewise.
        sojourn_s: From when it could begin to its end.
    """

    name: str
    instances: int
    cases: int
    repeated: int
    first: int
    last: int
    processing_s: Spread | None
    waiting_s: Spread | None
    sojourn_s: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One activity directly followed by another, in the order of their ends.

    Attributes:
        source: The first activity.
        target: The second.
        count: How often.
        cases: In how many cases.
        time_s: From the end of the first to the start of the second (to its end, where the log knows no starts); 0
            where they overlap.
        handed_over: How often another person went on; None where the log names nobody.
    """

    source: str
    target: str
    count: int
    cases: int
    time_s: Spread
    handed_over: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A sequence of activities, in the order of their ends, with the cases that went so.

    Attributes:
        activities: The sequence.
        cases: How many cases.
        median_s: Median of their cycle times.
    """

    activities: tuple[str, ...]
    cases: int
    median_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceInLog:
    """What the log says of one person or machine.

    Attributes:
        name: Its name.
        instances: How many activity instances it did.
        cases: In how many cases.
        busy_s: From start to end of all it did, together; None where the log knows no starts.
    """

    name: str
    instances: int
    cases: int
    busy_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFinding:
    """Something about the log, or in it, that whoever reads the figures must know or may act on."""

    kind: Literal["data", "flow", "time", "people", "model"]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MinedLog:
    """What was found in a log; every figure is measured.

    Attributes:
        cases: How many cases.
        events: How many events it was read from.
        instances: How many activity instances these make.
        begin: The earliest moment in it.
        end: The latest.
        cycle_time_s: From each case's first moment to its last.
        activities: Its activities, the most frequent first.
        variants: Its variants, the most frequent first.
        edges: Its directly-follows graph, the most frequent first.
        resources: Who did it, the busiest first.
        open_cases: Cases in which something was begun or scheduled and not ended.
        rework_cases: Cases in which something was done again.
        rework: Repeated instances a case.
        hand_overs: How often a case changes hands; None where the log names nobody.
        resources_a_case: How many people have a case in hand; None likewise.
        waiting: What waiting is made of, where starts and people are known; else None.
        conformance: How the log fits a model, where one was given; else None.
        findings: What is to be known.
    """

    cases: int
    events: int
    instances: int
    begin: datetime
    end: datetime
    cycle_time_s: Spread
    activities: tuple[ActivityInLog, ...]
    variants: tuple[Variant, ...]
    edges: tuple[Edge, ...]
    resources: tuple[ResourceInLog, ...]
    open_cases: int
    rework_cases: int
    rework: float
    hand_overs: float | None
    resources_a_case: float | None
    waiting: "WaitingCauses | None" = None
    conformance: "Conformance | None" = None
    findings: tuple[LogFinding, ...] = ()

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo mine --json` prints; sentences in `language`."""
        from analysis.mining.document import mined_document

        return mined_document(self, language)
