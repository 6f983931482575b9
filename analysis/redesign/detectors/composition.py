"""8, activity composition: what the same people do one after the other is done in one go."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.bottlenecks.evidence import person_time
from analysis.bottlenecks.kinds.approvals import is_approval
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from analysis.scenario import ActivityParameters, Distribution
from bpmn.language import Text
from bpmn.model import Activity
from bpmn.writing import Merge

__all__ = ["find_compositions"]

# Who is assumed where neither model nor scenario names anybody (`analysis.scenario.with_defaults`).
_ANYBODY = "staff"
_JOINABLE = frozenset({"userTask", "manualTask", "task"})


def find_compositions(study: Study) -> Iterator[Proposal]:
    """Yield pairs of neighbours of one role; an approval is never joined with what it approves (four eyes)."""
    for first, second in study.neighbours():
        if not _are_joinable(study, first, second):
            continue
        place = study.evidence.places.get(second.id)
        waited = place.total_s - place.work_s if place else 0.0
        name = f"{study.name(first.id)}; {study.name(second.id)}"
        yield study.proposal(
            "composition",
            (first.id, second.id),
            Text(
                "{first} and {second} are done by the same people one after the other; between them a case waits"
                " {time}.",
                first=study.name(first.id),
                second=study.name(second.id),
                time=person_time(waited),
            ),
            application=Application(
                edits=(Merge(first=first.id, second=second.id, name=name),),
                scenario=(
                    ChangeActivity(element=first.id, parameters=_together(study, first, second)),
                    ChangeActivity(element=second.id, parameters=None),
                ),
                assumed=Text("The work stays the same; only the wait between the two goes."),
            ),
            question=Text(
                "Do the same people do {first} and {second}?", first=study.name(first.id), second=study.name(second.id)
            )
            if study.role(first.id) == _ANYBODY
            else None,
            waiting_s=waited,
        )


def _are_joinable(study: Study, first: Activity, second: Activity) -> bool:
    one, two = study.parameters(first.id), study.parameters(second.id)
    return (
        {first.type, second.type} <= _JOINABLE
        and study.is_plain(first)
        and study.is_plain(second)
        and bool(study.role(first.id))
        and study.pools(first.id) == study.pools(second.id)
        and study.evidence.model.lane_of.get(first.id) == study.evidence.model.lane_of.get(second.id)
        and not any(is_approval(study.evidence, one.id) for one in (first, second))
        and not any(said.batch or said.setback or said.sets for said in (one, two))
    )


def _together(study: Study, first: Activity, second: Activity) -> ActivityParameters:
    """Return what the scenario says of the one activity: the work of both, without the delay between them."""
    one, two = study.parameters(first.id), study.parameters(second.id)
    work = study.work_s(first.id) + study.work_s(second.id)
    alone = one.duration.expected if one.duration else 0.0
    duration = one.duration.scaled(work / alone) if one.duration and alone else Distribution(type="fixed", value=work)
    return replace(
        one, duration=duration, durations={}, fixed_cost=one.fixed_cost + two.fixed_cost, fee=one.fee + two.fee
    )
