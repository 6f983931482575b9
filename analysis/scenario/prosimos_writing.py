"""A scenario written as Prosimos 2.1 reads it."""

import math
import sys
from collections.abc import Iterator
from typing import Any

from analysis.scenario.distributions import Distribution
from analysis.scenario.prosimos_hours import written_calendar
from analysis.scenario.values import LONGEST_FREE, PROBABILITY_ELSE_ONE, ActivityParameters, ResourcePool, Scenario
from analysis.scenario.work_values import Batch, Member
from bpmn.language import Text
from bpmn.model import Activity, BoundaryEvent, CallActivity, Gateway, Model, SubProcess

__all__ = ["prosimos_document"]

_ALWAYS, _NOBODY = "always", "nobody in particular"
_AS_MANY = 1000
_ROUNDING = 1e-8  # numpy's for the probabilities of a choice
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def prosimos_document(scenario: Scenario, model: Model) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """Return the JSON document of Prosimos for a scenario, and what it cannot say, a sentence each.

    Args:
        scenario: A scenario in which nothing is missing (`with_defaults`).
        model: The model it is for.
    """
    remarks: list[Text] = []
    _note_model(scenario, model, remarks)
    arrivals = scenario.arrivals
    periods = written_calendar(scenario, arrivals.calendar if arrivals else None)
    if arrivals is not None and (arrivals.rates or arrivals.moments_s):
        remarks.append(Text("Arrivals come at random with their mean, not by rates or at moments."))
    elif arrivals is not None and arrivals.calendar is not None and not arrivals.is_by_the_clock:
        remarks.append(Text("Arrivals count by the clock: who would come while it is closed comes at the opening."))
    document: dict[str, Any] = {
        "model_type": "CRISP",
        "start_time": scenario.start.isoformat(),
        "total_cases": scenario.cases or 1000,
        "resource_profiles": [_profile(pool, remarks) for pool in scenario.resources.values()],
        "resource_calendars": [{"id": key, "name": key, "time_periods": written_calendar(scenario, key, remarks)}
                               for key in scenario.calendars],
        "arrival_time_distribution": _arrival_law(arrivals.inter_arrival if arrivals else None, remarks),
        "arrival_time_calendar": periods,
        "task_resource_distribution": list(_tasks(scenario, model, remarks)),
        "gateway_branching_probabilities": list(_gateways(scenario, model, remarks)),
        "event_distribution": [{"event_id": key, **_law(event.duration, key, remarks)}
                               for key, event in scenario.events.items()
                               if event.duration is not None and not isinstance(model.nodes.get(key), BoundaryEvent)
                               and not isinstance(model.nodes.get(key), Activity)],
        "batch_processing": [_batch(key, said.batch) for key, said in scenario.activities.items()
                             if said.batch is not None],
        "case_attributes": [],
        "prioritisation_rules": [],
    }  # fmt: skip
    document["resource_calendars"].append({"id": _ALWAYS, "name": _ALWAYS,
                                           "time_periods": written_calendar(scenario, None)})  # fmt: skip
    machines = [{"id": _NOBODY, "name": _NOBODY, "amount": _AS_MANY, "cost_per_hour": 0, "calendar": _ALWAYS,
                 "assignedTasks": []}]  # fmt: skip
    document["resource_profiles"].append({"id": _NOBODY, "name": _NOBODY, "resource_list": machines})
    return document, tuple(dict.fromkeys(remarks))


def _note_model(scenario: Scenario, model: Model, remarks: list[Text]) -> None:
    for node in model.nodes.values():
        if isinstance(node, SubProcess | CallActivity | BoundaryEvent):
            remarks.append(
                Text("Prosimos has no {type}: {name} is left out.", type=node.type, name=node.name or node.id)
            )
        elif isinstance(node, Activity) and node.type != "task":
            remarks.append(Text("Prosimos knows plain tasks only: make {name} one in the model.",
                                name=node.name or node.id))  # fmt: skip
    if scenario.rules or any(way == "rules" for way in scenario.gateways.values()):
        remarks.append(Text("Gateways go by their probabilities: rules are not written."))
    if scenario.assignment != LONGEST_FREE and any(_are_several(one, scenario) for one in scenario.activities.values()):
        remarks.append(Text("Work goes to whoever has been free longest, at work or not."))
    if scenario.attributes or scenario.case_priority or scenario.case_due:
        remarks.append(Text("Attributes of cases, and priorities by them, are not written."))
    if scenario.transfers or scenario.case_cost:
        remarks.append(Text("Transfers and the cost of a case are not written."))


def _are_several(said: ActivityParameters, scenario: Scenario) -> bool:
    """Whether those who do an activity need not be at work at the same time, or one pool comes before another."""
    pools = [scenario.resources[name] for name in said.resources]
    return len(pools) > 1 or any(member.calendar for pool in pools for member in pool.members)


def _profile(pool: ResourcePool, remarks: list[Text]) -> dict[str, Any]:
    name = str(pool.name) or pool.id
    if pool.amount is None:
        remarks.append(Text("{name} is as many as needed: {count} are written.", name=name, count=str(_AS_MANY)))
    if pool.absence is not None or any(member.absence for member in pool.members):
        remarks.append(Text("The absence of {name} is not written.", name=name))
    others = (_AS_MANY if pool.amount is None else pool.amount) - len(pool.members)
    people = [_resource(member.id, str(member.name) or member.id, 1,
                        pool.cost_per_h if member.cost_per_h is None else member.cost_per_h,
                        member.calendar or pool.calendar) for member in pool.members]  # fmt: skip
    if others > 0:
        people.append(_resource(pool.id, name, others, pool.cost_per_h, pool.calendar))
    return {"id": f"{pool.id} (pool)", "name": name, "resource_list": people}


def _resource(key: str, name: str, amount: int, cost: float, calendar: str | None) -> dict[str, Any]:
    return {"id": key, "name": name, "amount": amount, "cost_per_hour": cost, "calendar": calendar or _ALWAYS,
            "assignedTasks": []}  # fmt: skip


def _tasks(scenario: Scenario, model: Model, remarks: list[Text]) -> Iterator[dict[str, Any]]:
    for key, said in scenario.activities.items():
        if isinstance(model.nodes.get(key), SubProcess | CallActivity):
            continue
        law = said.duration or Distribution(type="fixed", value=0.0)
        _note_activity(key, said, remarks)
        resources = [{"resource_id": who, **_law(own, key, remarks)} for who, own in _who(key, said, law, scenario)]
        nobody = {"resource_id": _NOBODY, **_law(law, key, remarks)}
        yield {"task_id": key, "resources": resources or [nobody]}


def _who(
    key: str, said: ActivityParameters, law: Distribution, scenario: Scenario
) -> Iterator[tuple[str, Distribution]]:
    for pool in (scenario.resources[name] for name in said.resources):
        for member in pool.members:
            if member.activities is None or key in member.activities:
                yield member.id, said.durations.get(member.id) or _faster(said.durations.get(pool.id, law), member, key)
        if pool.amount is None or pool.amount > len(pool.members):
            yield pool.id, said.durations.get(pool.id, law)


def _faster(law: Distribution, member: Member, key: str) -> Distribution:
    speed = member.speed.get(key, member.speed.get("", 1.0))
    return law if speed == 1.0 else law.scaled(1 / speed)


def _note_activity(key: str, said: ActivityParameters, remarks: list[Text]) -> None:
    unsaid = {
        "delay": said.delay, "set_up": said.set_up, "setback": said.setback, "fixed_cost": said.fixed_cost,
        "fee": said.fee, "priority": said.priority, "due": said.due_s, "sets": said.sets, "instances": said.instances,
    }  # fmt: skip
    names = [name for name, value in unsaid.items() if value]
    if names:
        remarks.append(Text("Of {name} this is not written: {keys}.", name=key, keys=", ".join(names)))


def _gateways(scenario: Scenario, model: Model, remarks: list[Text]) -> Iterator[dict[str, Any]]:
    from analysis.network.splits import split_probabilities

    for process in model.processes:
        for scope in (process.scope, *(node.scope for _, node in process.scope.walk() if isinstance(node, SubProcess))):
            shares = split_probabilities(scope, scenario, model.source_name)
            for node in scope.nodes:
                if isinstance(node, Gateway) and any(flow in shares for flow in node.outgoing):
                    ways = [{"path_id": flow, "value": shares[flow].probability} for flow in node.outgoing]
                    if not _is_alike(node, [shares[flow].probability for flow in node.outgoing], scenario):
                        name = node.name or node.id
                        remarks.append(
                            Text(
                                "Where {name} happens to take none of its ways, Prosimos takes one by the "
                                "probabilities; unless they add up to 1, it stops there.",
                                name=name,
                            )
                        )
                    yield {"gateway_id": node.id, "probabilities": ways}


def _is_alike(gateway: Gateway, chances: list[float], scenario: Scenario) -> bool:
    """Whether Prosimos does as the scenario says where chance takes none of a gateway's ways."""
    if gateway.type != "inclusiveGateway" or max(chances) >= 1:
        return True
    return scenario.gateways.get(gateway.id) == PROBABILITY_ELSE_ONE and abs(math.fsum(chances) - 1) < _ROUNDING


def _batch(key: str, batch: Batch) -> dict[str, Any]:
    rules: list[list[dict[str, Any]]] = []
    if batch.least is not None:
        rules.append([{"attribute": "size", "comparison": ">=", "value": batch.least}])
    if batch.wait is not None:
        # Prosimos wants both bounds, and lets one alone go a second after the upper.
        longest = (batch.wait_alone or batch.wait).expected
        rules.append([{"attribute": "large_wt", "comparison": ">=", "value": batch.wait.expected},
                      {"attribute": "large_wt", "comparison": "<", "value": longest}])  # fmt: skip
    if batch.pause is not None:
        alone = batch.pause_alone or batch.pause
        rules.append([{"attribute": "ready_wt", "comparison": ">=", "value": batch.pause.expected},
                      {"attribute": "ready_wt", "comparison": "<=", "value": alone.expected}])  # fmt: skip
    if batch.release is not None:
        hour = {"attribute": "daily_hour", "comparison": "=", "value": str(int(batch.release.at_s // 3600))}
        rules += [
            [{"attribute": "week_day", "comparison": "=", "value": _DAYS[day]}, hour] for day in batch.release.days
        ]
    # Prosimos states the factor for one member, and lets all of a batch that is done together take all of its time.
    factors = [{"key": str(size), "value": factor / size if batch.is_together else factor}
               for size, factor in batch.factors or (((1, 1.0), (2, 1.0)) if batch.is_together else ())]  # fmt: skip
    kind = "Parallel" if batch.is_together else "Concurrent" if batch.is_in_turns else "Sequential"
    return {"task_id": key, "type": kind, "size_distrib": [],
            "duration_distrib": factors, "firing_rules": rules}  # fmt: skip


def _arrival_law(law: Distribution | None, remarks: list[Text]) -> dict[str, Any]:
    if law is None or law.type != "empirical":
        return _law(law, "arrivals", remarks)
    weights = law.weights or (1 / len(law.values),) * len(law.values)
    cumulative = [min(1.0, sum(weights[: number + 1])) for number in range(len(weights))]
    return {"distribution_name": "histogram_sampling",
            "histogram_data": {"cdf": cumulative, "bin_midpoints": list(law.values)}}  # fmt: skip


def _law(law: Distribution | None, name: str, remarks: list[Text]) -> dict[str, Any]:
    """Return a distribution as Prosimos states it; one that it does not have by its mean and variance."""
    if law is None or law.is_constant:
        return _stated("fix", 0.0 if law is None else law.expected)
    high = sys.float_info.max if law.max is None else law.max
    if law.type == "exponential":
        return _stated("expon", law.mean, law.min, high)
    if law.type == "uniform":
        return _stated("uniform", law.min, high)
    if law.type == "normal":
        return _stated("norm", law.mean, law.sd, law.min, high)
    if law.type in {"lognormal", "gamma"}:
        return _stated("lognorm" if law.type == "lognormal" else "gamma", law.mean, law.sd**2, law.min, high)
    if law.type != "erlang":
        remarks.append(Text("The {type} distribution of {name} becomes a gamma one with its mean and variance.",
                            type=law.type, name=name))  # fmt: skip
    return _stated("gamma", law.expected, law.variance, 0.0, sys.float_info.max)


def _stated(name: str, *parameters: float) -> dict[str, Any]:
    return {"distribution_name": name, "distribution_params": [{"value": value} for value in parameters]}
