"""15, centralisation: offices that do the same in different places work as if they were one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from analysis.redesign.changes import ChangeActivity, ChangePool
from analysis.redesign.study import Study, same_name
from analysis.redesign.values import Application, Proposal
from analysis.scenario import ResourcePool
from bpmn.language import Text

__all__ = ["find_centralisations"]


def find_centralisations(study: Study) -> Iterator[Proposal]:
    """Yield pairs of roles, alike in cost and hours, that do activities of the same name and nothing else."""
    resources = study.evidence.scenario.resources
    steps = {
        pool: [one.id for one in study.activities if [own.id for own in study.pools(one.id)] == [pool]]
        for pool in resources
    }
    for one, two in combinations(resources, 2):
        if (
            _work(study, steps[one]) - {""}
            and _are_alike(resources[one], resources[two])
            and _work(study, steps[one]) == _work(study, steps[two])
        ):
            yield _as_one(study, resources[one], resources[two], steps[two])


def _are_alike(one: ResourcePool, two: ResourcePool) -> bool:
    is_limited = one.amount is not None and two.amount is not None and not one.members and not two.members
    return is_limited and replace(one, id="", name=two.name, amount=1) == replace(two, id="", amount=1)


def _work(study: Study, steps: list[str]) -> set[str]:
    return {same_name(study.evidence.model.nodes[step].name) for step in steps}


def _as_one(study: Study, one: ResourcePool, two: ResourcePool, moved: list[str]) -> Proposal:
    amount = (one.amount or 0) + (two.amount or 0)
    changes = [
        ChangeActivity(element=step, parameters=replace(study.parameters(step), resources=(one.id,))) for step in moved
    ]
    load = study.evidence.flow.utilisation
    return study.proposal(
        "centralisation",
        (one.id, two.id, *moved),
        Text(
            "{one} and {two} do the same work; they are busy for {load} % and {other} % of their time, and neither"
            " helps the other.",
            one=one.name or one.id,
            two=two.name or two.id,
            load=f"{100 * load.get(one.id, 0.0):.0f}",
            other=f"{100 * load.get(two.id, 0.0):.0f}",
        ),
        application=Application(scenario=(ChangePool(pool=replace(one, amount=amount)), *changes)),
        question=Text("Can cases be sent on line to whoever is free, wherever they sit?"),
        people=amount,
    )
