"""A bottleneck as values: where, what kind, how much, and what relieving it would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.scenario.labels import NO_LABEL, Label
from analysis.simulation.result import Measure
from bpmn.language import Text

__all__ = ["KINDS", "Bottleneck", "Checked", "Effect", "Relief"]

KINDS: Mapping[str, Text] = {
    "overload": Text("more work than people can do"),
    "capacity": Text("too few people"),
    "passage": Text("hangs on one person"),
    "calendar": Text("opening hours"),
    "batching": Text("gathered in batches"),
    "applicant": Text("waiting for the applicant"),
    "hand-off": Text("hand-off"),
    "delay": Text("delay before it can begin"),
    "approval": Text("approval"),
    "rework": Text("rework"),
    "work": Text("long work"),
}
"""The kinds of bottleneck, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What changes when a bottleneck is relieved, by flow analysis: after minus before.

    Attributes:
        cycle_time_s: Of the mean cycle time, in seconds; None where one of the two has no steady state.
        cost: Of what a case costs the office, in the scenario's currency.
        capacity_per_h: Of the cases an hour that can be done; None where one of the two has no limit.
    """

    cycle_time_s: float | None
    cost: float
    capacity_per_h: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The same change by simulation, before and after meeting the same chance in each replication.

    Attributes:
        cycle_time: The difference of the mean cycle times, with its 95% interval.
        cost: The difference of what a case costs the office.
        agrees: Whether flow analysis says the same; None where it says nothing.
        remark: What is to be said where it does not, or None.
    """

    cycle_time: Measure
    cost: Measure
    agrees: bool | None
    remark: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """A change that relieves a bottleneck, and what it does.

    Attributes:
        what: What is changed, in words.
        effect: By flow analysis, or None where the change cannot be computed.
        checked: By simulation, or None where it was not simulated.
        remark: Why something is missing, or None.
    """

    what: Text
    effect: Effect | None = None
    checked: Checked | None = None
    remark: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """A place where time is lost.

    The time of capacity, calendar, batching, applicant, hand-off, delay, approval and work adds up to that of a case;
    rework, passage, overload and what is said of a role look at the same time from another side.

    Attributes:
        rank: 1 for the worst.
        element: Id of the activity, event or gateway; for a role its id in the scenario.
        name: What people call it.
        label: The same in the languages of the scenario, for a role that has a name there.
        kind: One of `KINDS`.
        place: "element", "role", "hand-off" or "loop".
        elements: Ids of everything on the diagram that belongs to it.
        back_edges: For a loop, ids of the flows that lead back in it.
        reason: Why it is here, in one sentence.
        share: How much of a case's time is lost here, 0 to 1: time by all work and waiting of a case.
        time_s: The same in seconds a case.
        cost: What the work lost here costs the office, a case, in the scenario's currency; waiting costs it nothing.
        cases: Share of the cases that it touches, 0 to 1; without a simulation at most this.
        pool: Id of the pool whose people do the work, "" for none.
        numbers: Further figures behind it: seconds a case ("..._s"), shares and counts.
        relief: "ten_per_cent" and "removed": what relieving it by a tenth, and removing it, would do.
    """

    rank: int = 0
    element: str
    name: str
    label: Label = NO_LABEL
    kind: str
    place: str = "element"
    elements: tuple[str, ...] = ()
    back_edges: tuple[str, ...] = ()
    reason: Text
    share: float
    time_s: float
    cost: float = 0.0
    cases: float = 1.0
    pool: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    relief: Mapping[str, Relief] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """Return what people call it in a language, as far as that is known."""
        return self.label.into(language) or self.name
