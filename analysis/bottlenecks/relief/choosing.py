"""Which change relieves which kind of bottleneck."""

from collections.abc import Callable, Mapping

from analysis.bottlenecks.relief.change import Change
from analysis.bottlenecks.relief.loops import fewer_turns
from analysis.bottlenecks.relief.people import more_people, open_longer
from analysis.bottlenecks.relief.work import less_work, shorter_wait, smaller_batches
from analysis.bottlenecks.values import Bottleneck
from analysis.scenario.values import Scenario
from bpmn.model import Model

__all__ = ["change_for"]


def change_for(model: Model, scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    """Return the change that leaves the share `left` of a bottleneck, or None where the scenario has nothing to turn.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        found: The bottleneck.
        left: 0.9: relieved by 10%; 0: removed.
    """
    if found.kind == "rework":
        return fewer_turns(model, scenario, found, left)
    return _CHANGES[found.kind](scenario, found, left)


def _more_people(scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    return more_people(scenario, found.pool, left)


def _open_longer(scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    if found.place == "role":
        return open_longer(scenario, found.pool, left)
    activity = scenario.activities.get(found.element)
    pools = activity.resources if activity is not None else ()
    return next(filter(None, (open_longer(scenario, pool, left) for pool in pools)), None)


def _smaller_batches(scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    return smaller_batches(scenario, found.element, found.name, left)


def _shorter_wait(scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    return shorter_wait(scenario, found.element, found.name, left)


def _less_work(scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    return less_work(scenario, found.element, found.name, left, waits=found.kind == "approval")


_CHANGES: Mapping[str, Callable[[Scenario, Bottleneck, float], Change | None]] = {
    "capacity": _more_people,
    "overload": _more_people,
    "passage": _more_people,
    "calendar": _open_longer,
    "batching": _smaller_batches,
    "applicant": _shorter_wait,
    "hand-off": _shorter_wait,
    "delay": _shorter_wait,
    "approval": _less_work,
    "work": _less_work,
}
