"""What lies between as-is and to-be: the model and scenario after some of the steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.comparison.reordering import edited
from analysis.comparison.steps import Step, shared_ways
from analysis.comparison.values import Side
from analysis.scenario import (
    ActivityParameters,
    Calendar,
    Distribution,
    EventParameters,
    ResourcePool,
    Scenario,
)
from bpmn.model import Model
from bpmn.writing import Edit

__all__ = ["Between"]

_AT_ONCE = Distribution(type="fixed", value=0.0)
_NOTHING = ActivityParameters(duration=_AT_ONCE)
_NO_WAIT = EventParameters(duration=_AT_ONCE)


@dataclass(frozen=True)
class Between:
    """Makes the models and scenarios between two sides.

    Every one of them is one of the two models, as-is perhaps with single changes of the order of work that leave it
    sound: an activity that has gone or not come yet stays where it is drawn and takes no time, nobody and no money.

    Attributes:
        as_is: The side as it is.
        to_be: The side as it could be.
        steps: The steps between them.
    """

    as_is: Side
    to_be: Side
    steps: tuple[Step, ...]

    def after(self, taken: frozenset[str]) -> tuple[Model, Scenario]:
        """Return model and scenario after the steps with these keys were taken.

        A step "after" the new order may only be among them with the order, the order only with all steps "before" it.
        """
        is_new = self._has_new_order(taken)
        base = self.to_be if is_new else self.as_is
        done = [step for step in self.steps if step.key in taken]
        left = [step for step in self.steps if step.key not in taken]
        scenario = replace(
            self._new if is_new else self.as_is.scenario,
            calendars={**self._new.calendars, **self.as_is.scenario.calendars},
            resources=self._pools(taken),
        )
        scenario = self._with_demand(scenario, taken)
        scenario = self._undone(scenario, left) if is_new else self._done(scenario, done)
        return base.model if is_new else self._edited(taken), scenario

    def _edited(self, taken: frozenset[str]) -> Model:
        """Return the as-is model after those of the steps that change its order of work."""
        wanted = tuple(step.edit for step in self.steps if step.edit is not None and step.key in taken)
        if wanted not in self._models:
            self._models[wanted] = edited(self.as_is.model, wanted)
        return self._models[wanted]

    @cached_property
    def _models(self) -> dict[tuple[Edit, ...], Model]:
        return {}

    def _has_new_order(self, taken: frozenset[str]) -> bool:
        order = next((step.key for step in self.steps if step.place == "order"), None)
        return order is None or order in taken

    @cached_property
    def _new(self) -> Scenario:
        """The to-be scenario, its calendars called otherwise where the as-is scenario has others of that name."""
        scenario, known = self.to_be.scenario, self.as_is.scenario.calendars
        names = {key: f"{key} (to-be)" for key, one in scenario.calendars.items() if known.get(key, one) != one}
        return _renamed(scenario, names) if names else scenario

    def _pools(self, taken: frozenset[str]) -> Mapping[str, ResourcePool]:
        before, after = self.as_is.scenario.resources, self._new.resources
        differing = {step.key for step in self.steps if step.kind == "staff"}
        kept = {key: pool for key, pool in before.items() if key not in after or f"staff.{key}" in differing - taken}
        return {**after, **kept}

    def _with_demand(self, scenario: Scenario, taken: frozenset[str]) -> Scenario:
        is_new = "demand" in taken or all(step.key != "demand" for step in self.steps)
        source = self._new if is_new else self.as_is.scenario
        return replace(scenario, arrivals=source.arrivals, start=source.start)

    def _done(self, scenario: Scenario, done: list[Step]) -> Scenario:
        """Return an as-is scenario after steps: what has gone takes nothing, what is changed is as in to-be."""
        activities, events, flows = dict(scenario.activities), dict(scenario.events), dict(scenario.flows)
        for step in done:
            for key in _gone(step):
                _leave_out(key, activities, events)
            if step.kind == "changed":
                _put(step.as_is[0], step.to_be[0], self._new, activities, events)
                self._turn(step, self._new, flows)
        return replace(scenario, activities=activities, events=events, flows=flows)

    def _undone(self, scenario: Scenario, left: list[Step]) -> Scenario:
        """Return a to-be scenario before steps: what has not come takes nothing, what is not changed is as in as-is."""
        activities, events, flows = dict(scenario.activities), dict(scenario.events), dict(scenario.flows)
        for step in left:
            if step.kind == "added":
                _leave_out(step.to_be[0], activities, events)
            elif step.kind == "changed":
                _put(step.to_be[0], step.as_is[0], self.as_is.scenario, activities, events)
                self._turn(step, self.as_is.scenario, flows)
        return replace(scenario, activities=activities, events=events, flows=flows)

    def _turn(self, step: Step, source: Scenario, flows: dict[str, float]) -> None:
        """Let the ways out of a gateway be taken as another scenario says."""
        for way in shared_ways(self.as_is.model.nodes[step.as_is[0]], self.to_be.model.nodes[step.to_be[0]]):
            flows.pop(way, None)
            if way in source.flows:
                flows[way] = source.flows[way]


def _gone(step: Step) -> tuple[str, ...]:
    """Return what takes nothing any more after a step: what is eliminated, and of what is merged all but the first."""
    if step.kind == "eliminated":
        return step.as_is
    return step.as_is[1:] if step.kind == "changed" else ()


def _leave_out(key: str, activities: dict[str, ActivityParameters], events: dict[str, EventParameters]) -> None:
    if key in activities:
        instances = activities[key].instances
        activities[key] = replace(_NOTHING, instances=instances)
    if key in events:
        events[key] = _NO_WAIT


def _put(
    key: str,
    other: str,
    source: Scenario,
    activities: dict[str, ActivityParameters],
    events: dict[str, EventParameters],
) -> None:
    """Put what another scenario says of an element in place of what is said; attributes it sets stay as they are."""
    if other in source.activities:
        said = source.activities[other]
        kept = activities.get(key)
        activities[key] = replace(said, sets=kept.sets if kept else {})
    if other in source.events:
        events[key] = source.events[other]
    else:
        events.pop(key, None)


def _renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    """Return a scenario with other names for some of its calendars."""

    def name(key: str | None) -> str | None:
        return key if key is None else names.get(key, key)

    arrivals = scenario.arrivals
    return replace(
        scenario,
        calendars={names.get(key, key): _called(one, names.get(key, key)) for key, one in scenario.calendars.items()},
        arrivals=arrivals
        and replace(
            arrivals,
            calendar=name(arrivals.calendar),
            rates=tuple((names.get(key, key), rate) for key, rate in arrivals.rates),
        ),
        resources={key: _pool(pool, names) for key, pool in scenario.resources.items()},
        events={key: replace(event, calendar=name(event.calendar)) for key, event in scenario.events.items()},
        activities={key: _activity(one, names) for key, one in scenario.activities.items()},
    )


def _called(calendar: Calendar, key: str) -> Calendar:
    return replace(calendar, id=key)


def _pool(pool: ResourcePool, names: Mapping[str, str]) -> ResourcePool:
    members = tuple(
        replace(member, calendar=names.get(member.calendar, member.calendar) if member.calendar else None)
        for member in pool.members
    )
    calendar = names.get(pool.calendar, pool.calendar) if pool.calendar else None
    return replace(pool, calendar=calendar, members=members)


def _activity(activity: ActivityParameters, names: Mapping[str, str]) -> ActivityParameters:
    release = activity.batch.release if activity.batch else None
    if activity.batch is None or release is None or release.calendar is None:
        return activity
    moved = replace(release, calendar=names.get(release.calendar, release.calendar))
    return replace(activity, batch=replace(activity.batch, release=moved))
