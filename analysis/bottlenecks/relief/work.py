"""Less work at an activity, shorter waits before it, smaller batches."""

import math
from dataclasses import replace

from analysis.bottlenecks.relief.change import Change
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import ActivityParameters, Scenario
from bpmn.language import Text

__all__ = ["less_work", "shorter_wait", "smaller_batches"]

_NOTHING = Distribution(type="fixed", value=0.0)


def less_work(scenario: Scenario, element: str, name: str, left: float, *, waits: bool = False) -> Change | None:
    """Return the activity with a tenth less work, or dropped: done by nobody and in no time.

    Args:
        scenario: The scenario.
        element: The activity's id.
        name: What people call it.
        left: The share of the work that is left.
        waits: Whether the delay before it shrinks as well.
    """
    activity = scenario.activities.get(element)
    if activity is None or activity.duration is None:
        return None
    if left == 0:
        kept = ActivityParameters(
            duration=_NOTHING, fee=activity.fee, instances=activity.instances, sets=activity.sets,
            delay=None if waits else activity.delay,
        )  # fmt: skip
        return _with_activity(scenario, element, kept, Text("{name} is no longer done by anybody", name=name))
    changed = replace(
        activity,
        duration=activity.duration.scaled(left),
        durations={who: law.scaled(left) for who, law in activity.durations.items()},
        set_up=_scaled(activity.set_up, left),
        delay=_scaled(activity.delay, left) if waits else activity.delay,
    )
    return _with_activity(scenario, element, changed, Text("{name} takes a tenth less time", name=name))


def shorter_wait(scenario: Scenario, element: str, name: str, left: float) -> Change | None:
    """Return the scenario in which an activity or event is waited for a tenth less, or not at all.

    That is its delay, the way from other pools, what the applicant needs where something is missing, or the event.
    """
    what = (
        Text("Nothing is waited for before {name}", name=name)
        if left == 0
        else Text("What is waited for before {name} comes in a tenth less time", name=name)
    )
    event = scenario.events.get(element)
    if event is not None and event.duration is not None:
        changed = replace(event, duration=_shrunk(event.duration, left))
        return Change(what=what, scenario=replace(scenario, events={**scenario.events, element: changed}))
    activity = scenario.activities.get(element)
    if activity is None:
        return None
    target = activity.resources[0] if activity.resources else None
    transfers = tuple(
        replace(way, time=_shrunk(way.time, left)) if target is not None and way.target == target else way
        for way in scenario.transfers
    )
    setback = activity.setback
    if setback is not None:
        setback = None if left == 0 else replace(setback, duration=setback.duration.scaled(left))
    if activity.delay is None and activity.setback is None and transfers == scenario.transfers:
        return None
    changed_activity = replace(activity, delay=_scaled(activity.delay, left), setback=setback)
    return _with_activity(replace(scenario, transfers=transfers), element, changed_activity, what)


def smaller_batches(scenario: Scenario, element: str, name: str, left: float) -> Change | None:
    """Return the activity with batches a tenth smaller and let go earlier, or without batches."""
    activity = scenario.activities.get(element)
    batch = activity.batch if activity is not None else None
    if activity is None or batch is None:
        return None
    if left == 0:
        what = Text("{name} is done as it comes, without batches", name=name)
        return _with_activity(scenario, element, replace(activity, batch=None), what)
    least = None if batch.least is None else max(1, math.floor(batch.least * left))
    smaller = replace(batch, least=least, wait=_scaled(batch.wait, left))
    if smaller == batch:
        return None
    what = Text("{name} is let go in batches a tenth smaller and earlier", name=name)
    return _with_activity(scenario, element, replace(activity, batch=smaller), what)


def _scaled(law: Distribution | None, left: float) -> Distribution | None:
    return None if law is None or left == 0 else law.scaled(left)


def _shrunk(law: Distribution, left: float) -> Distribution:
    return _NOTHING if left == 0 else law.scaled(left)


def _with_activity(scenario: Scenario, element: str, activity: ActivityParameters, what: Text) -> Change:
    return Change(what=what, scenario=replace(scenario, activities={**scenario.activities, element: activity}))
