"""25, task automation: what goes by rules and happens often is done by a machine."""

import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.bottlenecks.evidence import person_time
from analysis.bottlenecks.kinds.approvals import is_approval
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from analysis.scenario import Distribution
from bpmn.language import Text
from bpmn.writing import ReplaceType

__all__ = ["find_automations"]

_OFTEN = 1000.0
_MACHINE_S = 5.0
_BY_RULE = re.compile(
    r"\bcalculat|\bcomput|\bregister|\brecord|\blog\b|\benter\b|\bcopy|\bprint|\bnotif|\bsend\b|\bsort|\blook up"
    r"|\bpublish|\bcheck|\bverif|\bvalidat|тооцо|бүртгэ|бичиж|оруул|хэвлэ|мэдэгд|илгээ|нийтл|шалга|хуулб",
    re.IGNORECASE,
)


def find_automations(study: Study) -> Iterator[Proposal]:
    """Yield people's work of the office that goes by rules, by its name, and happens 1,000 times a year or more."""
    for activity in study.activities:
        often = study.visits(activity.id) * study.cases_a_year
        is_by_rule = bool(_BY_RULE.search(study.name(activity.id))) and not is_approval(study.evidence, activity.id)
        if not study.is_peoples(activity) or often < _OFTEN or not is_by_rule:
            continue
        hours = often * study.work_s(activity.id) / 3600
        now = study.parameters(activity.id)
        machine = replace(
            now,
            resources=(),
            duration=Distribution(type="fixed", value=_MACHINE_S),
            durations={},
            delay=None,
            set_up=None,
            batch=None,
        )
        yield study.proposal(
            "automation",
            (activity.id,),
            Text(
                "People do {name} {number} times a year by rules, {hours} hours in all.",
                name=study.name(activity.id),
                number=f"{often:,.0f}",
                hours=f"{hours:,.0f}",
            ),
            application=Application(
                edits=(ReplaceType(node=activity.id, type="serviceTask"),),
                scenario=(ChangeActivity(element=activity.id, parameters=machine),),
                assumed=Text("A machine takes {time} for it and nobody waits.", time=person_time(_MACHINE_S)),
            ),
            question=Text("Can all rules of {name} be written down?", name=study.name(activity.id)),
            times_a_year=often,
            hours_a_year=hours,
        )
