"""Members, absences, batches, setbacks and transfers read from a scenario file."""

from datetime import date

from analysis.scenario.distributions import Distribution
from analysis.scenario.fields import Place
from analysis.scenario.reading_calendars import read_day, read_time_of_day, read_weekday
from analysis.scenario.reading_laws import read_distribution
from analysis.scenario.values import ASSIGNMENTS
from analysis.scenario.work_values import Absence, Batch, Leave, Member, Release, Setback, Transfer
from bpmn.language import Text

__all__ = [
    "read_absence",
    "read_assignment",
    "read_batch",
    "read_durations",
    "read_members",
    "read_setback",
    "read_transfer",
]

_LARGEST_COST = 1e15
_MOST_AWAY = 0.95
_LARGEST_BATCH = 1_000_000
_FASTEST = 1e6


def read_members(place: Place, pool: str) -> tuple[Member, ...]:
    """Return the members of a pool; one without an id is called by its name, else by its number.

    Raises:
        ScenarioError: If a pool has an empty list or the same member twice, or a value is wrong.
    """
    if place.value is not None and place.value == []:
        raise place.error(Text('The pool "{pool}" has no members, so its work would never be done.', pool=pool))
    members: list[Member] = []
    for number, entry in enumerate(place.entries()):
        member = _member(entry, f"{pool} {number + 1}")
        if any(member.id == other.id for other in members):
            raise entry.error(Text('"{name}" is in this pool twice.', name=member.id))
        members.append(member)
    return tuple(members)


def _member(place: Place, unnamed: str) -> Member:
    name = place.at("name").label()
    activities = place.at("activities")
    member = Member(
        id=place.at("id").text() or str(name) or unnamed,
        name=name,
        calendar=place.at("calendar").optional(Place.text),
        cost_per_h=place.at("cost_per_h").optional(lambda cost: cost.number(least=0, most=_LARGEST_COST)),
        speed=_speed(place.at("speed")),
        activities=None if activities.value is None else tuple(entry.text() for entry in activities.entries()),
        absence=place.at("absence").optional(read_absence),
    )
    place.refuse_others()
    return member


def _speed(place: Place) -> dict[str, float]:
    if place.value is None:
        return {}
    if isinstance(place.value, dict):
        return {key: _positive(inner) for key, inner in place.items()}
    return {"": _positive(place)}


def _positive(place: Place) -> float:
    number = place.number(most=_FASTEST)
    if number < 1 / _FASTEST:
        raise place.error(Text("A speed must be more than 0: 1 is usual, 2 twice as fast."))
    return number


def read_absence(place: Place) -> Absence:
    """Return when somebody is away.

    Raises:
        ScenarioError: If they are hardly ever there, or a leave ends before it begins.
    """
    share = place.at("share")
    away = share.number(least=0)
    if away > _MOST_AWAY:
        raise share.error(Text("Who is away on more than 95% of the days does no work here: leave them out."))
    absence = Absence(share=away, leave=tuple(_leave(entry) for entry in place.at("leave").entries()))
    place.refuse_others()
    return absence


def _leave(place: Place) -> Leave:
    leave = Leave(
        first=date.fromisoformat(read_day(place.at("from"))), last=date.fromisoformat(read_day(place.at("to")))
    )
    if leave.last < leave.first:
        raise place.error(Text("The leave ends before it begins."))
    place.refuse_others()
    return leave


def read_durations(place: Place) -> dict[str, Distribution]:
    """Return how long an activity takes whom, by the id of a pool or member."""
    return {key: read_distribution(inner) for key, inner in place.items()}


def read_batch(place: Place) -> Batch:
    """Return how instances are gathered.

    Raises:
        ScenarioError: If nothing would ever let a batch go, or its sizes contradict each other.
    """
    least, most = _size(place.at("size"))
    batch = Batch(
        least=least,
        most=most,
        wait=place.at("wait").optional(read_distribution),
        wait_alone=place.at("wait_alone").optional(read_distribution),
        pause=place.at("pause").optional(read_distribution),
        pause_alone=place.at("pause_alone").optional(read_distribution),
        release=place.at("release").optional(_release),
        is_together=place.at("together").yes_or_no(default=not place.at("in_turns").yes_or_no(default=False)),
        is_in_turns=place.at("in_turns").yes_or_no(default=False),
        factors=_factors(place.at("factor")),
        set_up=place.at("set_up").optional(read_distribution),
    )
    place.refuse_others()
    if batch.is_together and batch.is_in_turns:
        raise place.at("in_turns").error(Text("What is done together is not done in turns: leave one out."))
    if batch.pause_alone is not None and batch.pause is None:
        raise place.at("pause_alone").error(Text("How long several wait for another is missing: give a pause."))
    if batch.wait_alone is not None and batch.wait is None:
        raise place.at("wait_alone").error(Text("How long the first of several waits is missing: give a wait."))
    if batch.least is None and batch.wait is None and batch.pause is None and batch.release is None:
        raise place.error(Text("Nothing ever lets this batch go: give a size, a wait, a pause or a release."))
    return batch


def _size(place: Place) -> tuple[int | None, int | None]:
    if place.value is None:
        return None, None
    if not isinstance(place.value, dict):
        size = _whole(place)
        return size, size
    least, most = place.at("min").optional(_whole), place.at("max").optional(_whole)
    place.refuse_others()
    if least is not None and most is not None and most < least:
        raise place.error(Text("A batch of at least {least} never fits into at most {most}.", least=least, most=most))
    return least, most


def _whole(place: Place) -> int:
    place.number(least=1, most=_LARGEST_BATCH)
    return place.whole(least=1)


def _release(place: Place) -> Release:
    days = place.at("days")
    chosen = tuple(sorted({read_weekday(entry) for entry in days.entries()}))
    release = Release(
        days=chosen if days.value is not None else (0, 1, 2, 3, 4, 5, 6),
        at_s=read_time_of_day(place.at("at")),
        calendar=place.at("calendar").optional(Place.text),
    )
    if not release.days:
        raise days.error(Text("At least one day must be named."))
    place.refuse_others()
    return release


def _factors(place: Place) -> tuple[tuple[int, float], ...]:
    if place.value is None:
        return ()
    if not isinstance(place.value, dict):
        return ((1, place.number(least=0, most=_FASTEST)),)
    found = []
    for key, inner in place.items():
        if not key.isdigit() or not 1 <= int(key) <= _LARGEST_BATCH:
            raise inner.error(Text("A factor is given for a size, such as 5."))
        found.append((int(key), inner.number(least=0, most=_FASTEST)))
    return tuple(sorted(found))


def read_setback(place: Place) -> Setback:
    """Return how an activity can be set back.

    Raises:
        ScenarioError: If the time the applicant needs is missing, or a value is wrong.
    """
    duration, after = place.at("duration"), place.at("work_after")
    if duration.value is None:
        raise duration.error(Text("How long the applicant needs is missing."))
    is_share = isinstance(after.value, int | float)
    setback = Setback(
        probability=place.at("probability").number(1.0, least=0, most=1),
        duration=read_distribution(duration),
        share_after=after.number(least=0, most=1) if is_share else 0.5,
        work_after=None if is_share or after.value is None else read_distribution(after),
        most=place.at("most").optional(lambda most: most.whole(least=1)) or 1,
    )
    place.refuse_others()
    return setback


def read_assignment(place: Place) -> str | None:
    """Return who gets work that waits, one of `ASSIGNMENTS`, or None."""
    assignment = place.optional(Place.text)
    if assignment not in {None, *ASSIGNMENTS}:
        raise place.error(Text("Work goes to one of {known}.", known=", ".join(ASSIGNMENTS)))
    return assignment


def read_transfer(place: Place) -> Transfer:
    """Return how long a case is on its way between two pools.

    Raises:
        ScenarioError: If it says neither from where nor where to, or no time.
    """
    source, target = place.at("from").optional(Place.text), place.at("to").optional(Place.text)
    if source is None and target is None:
        raise place.error(Text("A transfer is from a pool, to a pool, or both."))
    if place.at("time").value is None:
        raise place.at("time").error(Text("How long the transfer takes is missing."))
    transfer = Transfer(source=source, target=target, time=read_distribution(place.at("time")))
    place.refuse_others()
    return transfer
