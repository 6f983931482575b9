"""Who does the work and how, where a pool of equal people is not enough."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from analysis.scenario.distributions import Distribution
from analysis.scenario.labels import NO_LABEL, Label
from bpmn.frozen import dataclass

__all__ = ["Absence", "Batch", "Leave", "Member", "Release", "Setback", "Transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A time somebody is away, both days included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """When somebody is away though the calendar is open.

    Attributes:
        share: The share of working days on which they are away by chance, each day by itself.
        leave: Known absences.
    """

    share: float = 0.0
    leave: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person in one pool. Who has the same id in several pools is one person with several roles.

    Attributes:
        id: Who it is.
        name: What people call them.
        calendar: The calendar they work by; None: that of the pool.
        cost_per_h: What an hour of their work costs in this role; None: as in the pool.
        speed: 2 does the work in half the time; by activity id, "" for all others.
        activities: The activities they may do; None: all those of the pool.
        absence: When they are away; None: as in the pool.
    """

    id: str
    name: Label = NO_LABEL
    calendar: str | None = None
    cost_per_h: float | None = None
    speed: Mapping[str, float] = field(default_factory=dict)
    activities: tuple[str, ...] | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The moments at which all that was gathered is let go.

    Attributes:
        days: Days of the week, 0 is Monday.
        at_s: The time of day, in seconds after midnight.
        calendar: The calendar whose time zone is meant and on whose closed days nothing is let go; None: every week, in
            Ulaanbaatar.
    """

    days: tuple[int, ...]
    at_s: float
    calendar: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How instances of an activity are gathered.

    A batch is let go when `least` have come, when its first has waited `wait` (`wait_alone` where it is alone; the
    second to come after `wait` lets it go at once), when none has come for `pause`, or at a release; until somebody
    takes it up, more may join it, up to `most`.

    Attributes:
        least: How many make a batch; None: only time lets it go.
        most: How many a batch can hold; None: any number.
        wait: How long the first waits at most, in clock time; None: without end.
        wait_alone: How long one that is alone waits at most; None: as `wait` says.
        pause: How long it waits for another after its latest, in clock time; None: without end.
        pause_alone: How long one that is alone waits for another; None: as `pause` says.
        release: When batches are let go however small they are, or None.
        is_together: Whether one piece of work does all of it, as long as that of its first, or one person does them one
            after the other.
        is_in_turns: Whether, where it is not done together, that person begins them all at once and turns from one to
            another, each getting an equal part of the time until it is done.
        factors: By what the duration is multiplied, by size: that of the largest size not above the batch's; 1 below.
        set_up: What a batch takes before it, of the time of who does it; None: nothing.
    """

    least: int | None = None
    most: int | None = None
    wait: Distribution | None = None
    wait_alone: Distribution | None = None
    pause: Distribution | None = None
    pause_alone: Distribution | None = None
    release: Release | None = None
    is_together: bool = True
    is_in_turns: bool = False
    factors: tuple[tuple[int, float], ...] = ()
    set_up: Distribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """Work that stops because something is missing: the applicant brings it, and the work queues again.

    Attributes:
        probability: How likely it is, each time the work is taken up.
        duration: How long the applicant needs, in clock time.
        share_after: The share of the work that is still to be done afterwards.
        work_after: Or the work that comes on top, the first being done to its end; None: `share_after` holds.
        most: How often it can happen to one instance.
    """

    probability: float
    duration: Distribution
    share_after: float = 0.5
    work_after: Distribution | None = None
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The clock time a case is on its way between two pools.

    Attributes:
        source: The pool that did the last work of the case; None: any other than `target`.
        target: The pool that is first named for the next; None: any other than `source`.
        time: How long it is on its way.
    """

    source: str | None
    target: str | None
    time: Distribution
