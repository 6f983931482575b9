"""14, flexible assignment: who has time helps who has none."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text

__all__ = ["find_flexible_assignments"]

_BUSY, _FREE = 0.7, 0.5


def find_flexible_assignments(study: Study) -> Iterator[Proposal]:
    """Yield the work that waits most of each busy role, with the office's role that has most time left to help."""
    flow, resources = study.evidence.flow, study.evidence.scenario.resources
    free = [
        (load, pool)
        for pool, load in flow.utilisation.items()
        if load < _FREE and pool in resources and resources[pool].side == "office"
    ]
    for busy, load in flow.utilisation.items():
        own = [one.id for one in study.activities if [pool.id for pool in study.pools(one.id)] == [busy]]
        if load < _BUSY or not own or not free or resources[busy].side != "office":
            continue
        helper_load, helper = min(free)
        most = max(own, key=lambda element: (study.work_s(element) * study.visits(element), element))
        now = study.parameters(most)
        names = {
            "name": study.name(most),
            "role": resources[busy].name or busy,
            "helper": resources[helper].name or helper,
        }
        yield study.proposal(
            "flexible-assignment",
            (most, helper),
            Text(
                "{role} is busy for {share} % of its time, {helper} for {other} %, and {name} waits for {role} alone.",
                share=f"{100 * load:.0f}",
                other=f"{100 * helper_load:.0f}",
                **names,
            ),
            application=Application(
                scenario=(ChangeActivity(element=most, parameters=replace(now, resources=(busy, helper))),),
                assumed=Text("{helper} needs as long for it as {role} does.", **names),
            ),
            question=Text("May {helper} do {name}, and can they learn it?", **names),
            utilisation=load,
            utilisation_helper=helper_load,
        )
