"""A scenario as values: what a BPMN file has no place for. docs/scenario.md is the page for people."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta, timezone

from analysis.scenario.attributes import AttributeSource
from analysis.scenario.distributions import Distribution
from analysis.scenario.labels import NO_LABEL, Label
from analysis.scenario.work_values import Absence, Batch, Member, Setback, Transfer
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = [
    "ASSIGNMENTS",
    "DEFAULT_START",
    "LONGEST_FREE",
    "PROBABILITY_ELSE_ONE",
    "QUEUES",
    "ActivityParameters",
    "Arrivals",
    "Assumption",
    "BurdenPrices",
    "Calendar",
    "EventParameters",
    "Label",
    "Opening",
    "ResourcePool",
    "Scenario",
]

DEFAULT_START = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=8)))
"""Monday 5 January 2026, 00:00 in Ulaanbaatar."""

QUEUES = ("priority", "fifo", "due_date")
"""In which order a pool does the work that waits for it."""

LONGEST_FREE = "longest_free"
ASSIGNMENTS = ("at_work", LONGEST_FREE)
"""Who of several gets work that waits: whoever is at work, or whoever has been free longest, at work or not."""

PROBABILITY_ELSE_ONE = "probability_else_one"
"""How an inclusive gateway goes that takes one way by the probabilities where it happens to take none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Hours in which work is done: on these days (0 is Monday) between two times, in seconds after midnight."""

    days: tuple[int, ...]
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When work is done.

    Attributes:
        id: Its name in the scenario.
        openings: Its weekly hours; they may touch and overlap.
        time_zone: The IANA time zone they are meant in.
        holidays: The ISO code of the country whose public holidays are closed, "" for none.
        closed: Further closed days, as ISO dates.
    """

    id: str
    openings: tuple[Opening, ...]
    time_zone: str = "Asia/Ulaanbaatar"
    holidays: str = ""
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePool:
    """People or machines that can stand in for each other.

    Attributes:
        id: Its name in the scenario.
        name: What people call it.
        amount: How many there are; None: as many as needed. More than there are members: the others have no names.
        cost_per_h: What an hour of work costs, in the scenario's currency.
        calendar: The calendar they work by, None: always.
        side: "office" or "applicant": whose cost it is.
        members: Those of its people who are told apart by name; empty: all are alike.
        absence: When each of them is away, where nothing else is said of a member.
        queue: Which of the waiting work is done first: "priority" (then the oldest), "fifo" (the oldest, whatever its
            priority) or "due_date" (what is due first); None: not said, which is "priority".
    """

    id: str
    name: Label = NO_LABEL
    amount: int | None = 1
    cost_per_h: float = 0.0
    calendar: str | None = None
    side: str = "office"
    members: tuple[Member, ...] = ()
    absence: Absence | None = None
    queue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityParameters:
    """What the scenario says of one activity.

    Attributes:
        resources: The pools whose members can do it, in order of preference; empty: it needs nobody.
        duration: How long it takes, in the working time of who does it; None: not said.
        delay: How long before it can begin (travel, post), in clock time; None: none.
        fixed_cost: What doing it costs the office beside the work, in the scenario's currency.
        fee: What the applicant pays at it.
        priority: What waits with a higher one is done first.
        instances: How many instances (multi-instance) or turns (loop) it has; None: not said.
        durations: How long it takes whom, by the id of a pool or member, where that differs from `duration`.
        set_up: What it takes of the time of who does it, when the work before was another activity; None: nothing.
        due_s: How long after it could begin it is due; None: it is due when the case is.
        batch: How instances are gathered and done together, or None.
        setback: How it can be set back, or None.
        sets: Attributes of the case that it gives values when it is done.
        repeats_by_rule: Whether the model's own rule says how often it is done, `instances` being only a guess for
            exact formulas.
    """

    resources: tuple[str, ...] = ()
    duration: Distribution | None = None
    delay: Distribution | None = None
    fixed_cost: float = 0.0
    fee: float = 0.0
    priority: int = 0
    instances: Distribution | None = None
    durations: Mapping[str, Distribution] = field(default_factory=dict)
    set_up: Distribution | None = None
    due_s: float | None = None
    batch: Batch | None = None
    setback: Setback | None = None
    sets: Mapping[str, AttributeSource] = field(default_factory=dict)
    repeats_by_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParameters:
    """What the scenario says of one event.

    Attributes:
        duration: How long until it happens; None: not said.
        probability: How likely it is to happen at all (boundary events), or to begin the case (start events); None: not
            said.
        calendar: The calendar in whose opening hours the time counts; None: clock time.
        is_moment: Whether the duration counts from the scenario's start, not from when it is waited for.
    """

    duration: Distribution | None = None
    probability: float | None = None
    calendar: str | None = None
    is_moment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How often cases arrive.

    Attributes:
        inter_arrival: The time between two; with rates or moments, what it is like on average, in clock time.
        calendar: The calendar in whose working time that counts; None: clock time.
        is_by_the_clock: Whether it counts by the clock, and who would come while the calendar is closed comes when it
            opens.
        rates: Calendars and how many cases arrive in an hour while each is open, at random; then nothing else counts.
        moments_s: When cases arrive, in seconds after the start, rising; then nothing else counts.
    """

    inter_arrival: Distribution
    calendar: str | None = None
    is_by_the_clock: bool = False
    rates: tuple[tuple[str, float], ...] = ()
    moments_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenPrices:
    """What dealing with the office costs an applicant.

    Attributes:
        value_of_time_per_h: What an hour of the applicant is worth.
        visit_time_s: The time a visit takes beside the activity itself (travel, queue).
        visit_cost: What a visit costs (fare).
        contact_time_s: The time another contact takes.
        contact_cost: What it costs.
        document_time_s: The time it takes to obtain one document.
        document_cost: What it costs.
        application_time_s: The time it takes to answer the application itself, before the case begins.
        application_cost: What that costs.
    """

    value_of_time_per_h: float = 0.0
    visit_time_s: float = 0.0
    visit_cost: float = 0.0
    contact_time_s: float = 0.0
    contact_cost: float = 0.0
    document_time_s: float = 0.0
    document_cost: float = 0.0
    application_time_s: float = 0.0
    application_cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Where a figure of the scenario comes from and how unsure it is.

    Attributes:
        path: The figure's place in the scenario ("activities.Task_check.duration").
        kind: "measured", "sourced" or "assumed".
        text: What is to be said of it.
        source: Where it comes from, "" for nowhere.
        low: The least factor it could be off by.
        high: The greatest.
    """

    path: str
    kind: str = "assumed"
    text: Label = NO_LABEL
    source: str = ""
    low: float = 1.0
    high: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario. Times are seconds, money is in `currency`.

    Attributes:
        source_name: The file it was read from, "" for none.
        name: What people call it.
        process: Id of the process it is about; None: the only one, or the first executable one.
        start: When the simulation's clock starts.
        currency: ISO 4217 code.
        cases: Cases a replication; None: not said. So for the next two.
        warm_up: How many of the first cases are not counted.
        replications: How many replications.
        volume_per_year: How many cases there are a year; None: as the arrivals say.
        promise_s: The cycle time applicants are promised; None: none.
        arrivals: How often cases arrive; None: not said.
        calendars: Calendars by id.
        resources: Pools by id.
        activities: Activities by element id.
        flows: Probability by sequence flow id.
        events: Events by element id.
        burden: What it costs applicants to deal with the office.
        assumptions: Where the figures come from.
        transfers: Times it takes until who has a case next gets it.
        case_cost: What each case costs the office beside the work.
        one_off_cost: What it costs once to get there, in the scenario's currency; None: not said.
        case_priority: What is added to the priority of the work on a case (FEEL over its attributes), "" for nothing.
        case_due: In how many seconds after its arrival a case is due (FEEL likewise), "" for when it is promised.
        assignment: Who gets work: "at_work", somebody who is there, of the first pool that has one; "longest_free", who
            of all pools has been free longest, whose opening the work then waits for; None: not said: "at_work".
        attributes: What is known of a case when it arrives, in the order in which it becomes known.
        gateways: Whether a gateway goes by "probability" or by "rules", by element id; where it is not said, by rules
            if its conditions are about attributes only. An inclusive one that goes by "probability_else_one" takes one
            way by the probabilities where it happens to take none, else it chooses again.
        rules: When a way is taken (FEEL), by sequence flow id, instead of the model's own condition.
        partners: Processes of the file that are simulated together with `process`, messages going between them.
        remarks: What another tool's file says that could not be taken over as it stands there, a sentence each.
    """

    source_name: str = ""
    name: Label = NO_LABEL
    process: str | None = None
    start: datetime = DEFAULT_START
    currency: str = "MNT"
    cases: int | None = None
    warm_up: int | None = None
    replications: int | None = None
    volume_per_year: float | None = None
    promise_s: float | None = None
    arrivals: Arrivals | None = None
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    resources: Mapping[str, ResourcePool] = field(default_factory=dict)
    activities: Mapping[str, ActivityParameters] = field(default_factory=dict)
    flows: Mapping[str, float] = field(default_factory=dict)
    events: Mapping[str, EventParameters] = field(default_factory=dict)
    burden: BurdenPrices = BurdenPrices()
    assumptions: tuple[Assumption, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    case_cost: float = 0.0
    one_off_cost: float | None = None
    case_priority: str = ""
    case_due: str = ""
    assignment: str | None = None
    attributes: Mapping[str, AttributeSource] = field(default_factory=dict)
    gateways: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    partners: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()
