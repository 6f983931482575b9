"""What a scenario refers to must be in it."""

from collections.abc import Iterable, Iterator, Mapping

from analysis.scenario.fields import Place, nearest
from analysis.scenario.values import ActivityParameters, ResourcePool, Scenario
from analysis.scenario.work_values import Member
from bpmn.language import Text

__all__ = ["check_references"]


def check_references(scenario: Scenario, root: Place) -> None:
    """Check that calendars, pools, members and activities that are named are there.

    Args:
        scenario: The scenario.
        root: The document it was read from, for the paths of messages.

    Raises:
        ScenarioError: If one is not, or one person is said to be two.
    """
    for place, calendar in _calendars(scenario, root):
        if calendar is not None and calendar not in scenario.calendars:
            raise place.error(_missing_calendar(calendar, scenario.calendars))
    for place, pool in _pools(scenario, root):
        if pool is not None and pool not in scenario.resources:
            raise place.error(_missing_resource(pool, scenario.resources))
    for key, activity in scenario.activities.items():
        _check_durations(scenario, activity, root.at("activities").at(key).at("durations"))
    for key, pool_said in scenario.resources.items():
        members = root.at("resources").at(key).at("members")
        for number, member in enumerate(pool_said.members):
            _check_abilities(scenario, pool_said, member, members.entries()[number])
    _check_roles(scenario.resources, root)


def _missing_calendar(name: str, known: Iterable[str]) -> Text:
    near = nearest(name, known)
    if near:
        return Text('There is no calendar "{name}". Did you mean "{near}"?', name=name, near=near)
    return Text('There is no calendar "{name}".', name=name)


def _missing_resource(name: str, known: Iterable[str]) -> Text:
    near = nearest(name, known)
    if near:
        return Text('There is no resource "{name}". Did you mean "{near}"?', name=name, near=near)
    return Text('There is no resource "{name}".', name=name)


def _calendars(scenario: Scenario, root: Place) -> Iterator[tuple[Place, str | None]]:
    for key, pool in scenario.resources.items():
        place = root.at("resources").at(key)
        yield place.at("calendar"), pool.calendar
        for member, entry in zip(pool.members, place.at("members").entries(), strict=True):
            yield entry.at("calendar"), member.calendar
    if scenario.arrivals:
        yield root.at("arrivals").at("calendar"), scenario.arrivals.calendar
    for key, event in scenario.events.items():
        yield root.at("events").at(key).at("calendar"), event.calendar
    for key, activity in scenario.activities.items():
        if activity.batch is not None and activity.batch.release is not None:
            place = root.at("activities").at(key).at("batch").at("release").at("calendar")
            yield place, activity.batch.release.calendar


def _pools(scenario: Scenario, root: Place) -> Iterator[tuple[Place, str | None]]:
    for key, activity in scenario.activities.items():
        for pool in activity.resources:
            yield root.at("activities").at(key).at("resource"), pool
    for transfer, place in zip(scenario.transfers, root.at("transfers").entries(), strict=True):
        yield place.at("from"), transfer.source
        yield place.at("to"), transfer.target


def _check_durations(scenario: Scenario, activity: ActivityParameters, place: Place) -> None:
    known = set(activity.resources)
    for pool in activity.resources:
        known |= {member.id for member in scenario.resources[pool].members}
    for who in activity.durations:
        if who not in known:
            raise place.at(who).error(Text('"{name}" is no pool or member that does this activity.', name=who))


def _check_abilities(scenario: Scenario, pool: ResourcePool, member: Member, place: Place) -> None:
    done_here = {key for key, activity in scenario.activities.items() if pool.id in activity.resources}
    for number, activity in enumerate(member.activities or ()):
        if activity not in done_here:
            entry = place.at("activities").entries()[number]
            raise entry.error(Text('"{name}" is no activity that this pool does.', name=activity))
    for activity in member.speed:
        if activity and activity not in done_here:
            entry = place.at("speed").at(activity)
            raise entry.error(Text('"{name}" is no activity that this pool does.', name=activity))


def _check_roles(pools: Mapping[str, ResourcePool], root: Place) -> None:
    """One person has one calendar and one absence, whatever pools they are in."""
    seen: dict[str, Member] = {}
    for key, pool in pools.items():
        for number, member in enumerate(pool.members):
            before = seen.setdefault(member.id, member)
            for name in ("calendar", "absence"):
                said, earlier = getattr(member, name), getattr(before, name)
                if said is not None and earlier is not None and said != earlier:
                    place = root.at("resources").at(key).at("members").entries()[number].at(name)
                    raise place.error(Text('"{name}" is in another pool, where this is different.', name=member.id))
