"""9, resequencing: work comes after the check that may make it needless."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.checks import find_checks
from analysis.redesign.dependencies import Order
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.writing import Move

__all__ = ["find_resequencings"]


def find_resequencings(study: Study) -> Iterator[Proposal]:
    """Yield work directly before a check that does not need it: what is done for cases that end there is in vain."""
    known = {activity.id: activity for activity in study.activities}
    for check in find_checks(study):
        work = known.get(check.entry.source)
        if work is None or check.rejected <= 0 or not study.is_plain(work):
            continue
        entry, out = study.only_way_in(work), study.only_way_out(work)
        order = study.dependencies.order_of_all((work.id,), check.steps)
        # What the applicant brings is what is checked, unless the data say otherwise.
        is_handed_in = order is Order.UNKNOWN and study.is_of_applicant(work.id) != study.is_of_applicant(
            check.activity.id
        )
        if entry is None or out is None or order is Order.FIXED or is_handed_in:
            continue
        vain = check.rejected * study.work_s(work.id) * study.visits(work.id)
        names = {"work": study.name(work.id), "check": study.name(check.activity.id)}
        yield study.proposal(
            "resequencing",
            (work.id, check.activity.id),
            Text(
                "{work} is done before {check} ends {share} % of the cases; {time} of work a case is in vain.",
                share=f"{100 * check.rejected:.0f}",
                time=person_time(vain),
                **names,
            ),
            application=Application(edits=(Move(node=check.activity.id, flow=entry.id),)),
            question=Text("Does {check} need anything that {work} gives?", **names) if order is Order.UNKNOWN else None,
            vain_s=vain,
            rejected=check.rejected,
        )
