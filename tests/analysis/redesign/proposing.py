"""Small processes with people, times and data for the tests of proposals."""

from collections.abc import Mapping
from typing import Any

from analysis.flow import analyse_flow
from analysis.redesign import Proposal, find_proposals
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario, with_defaults
from analysis.structure import measure_structure
from bpmn.model import FlowNode, Form, FormField, Model
from tests.analysis.models import model, node

HOUR = 3600.0


def fixed(hours: float) -> Distribution:
    return Distribution(type="fixed", value=hours * HOUR)


def with_form(id_: str, *fields: str, **more: Any) -> FlowNode:
    """Return a user task whose form has these fields, so that its data are known."""
    form = Form(fields=tuple(FormField(id=field) for field in fields))
    return node(id_, "userTask", **{"form": form, **more})


def chain(*tasks: FlowNode, **more: Any) -> Model:
    """Return a model of tasks one after the other."""
    nodes: dict[str, str | FlowNode] = {"start": "startEvent", **{one.id: one for one in tasks}, "end": "endEvent"}
    return model(nodes, " > ".join(["start", *(one.id for one in tasks), "end"]), **more)


def work(pool: str = "office", hours: float = 1.0, **more: Any) -> ActivityParameters:
    return ActivityParameters(resources=(pool,), duration=fixed(hours), **more)


def scenario(activities: Mapping[str, ActivityParameters], **more: Any) -> Scenario:
    """Return a scenario in which a case comes every 100 hours and each pool named has two people."""
    pools = {name for one in activities.values() for name in one.resources} | {"office"}
    values: dict[str, Any] = {
        "arrivals": Arrivals(inter_arrival=fixed(100)),
        "resources": {
            name: ResourcePool(
                id=name,
                amount=None if name == "applicant" else 2,
                side="applicant" if name == "applicant" else "office",
            )
            for name in sorted(pools)
        },
        "activities": activities,
        **more,
    }
    return Scenario(**values)


def proposals(of: Model, given: Scenario, key: str, **more: Any) -> list[Proposal]:
    """Return what one heuristic proposes."""
    known = with_defaults(of, given).scenario
    found = find_proposals(of, known, structure=measure_structure(of), flow=analyse_flow(of, known), **more)
    return [one for one in found if one.heuristic.key == key]


def places(found: list[Proposal]) -> list[tuple[str, ...]]:
    return [one.places for one in found]
