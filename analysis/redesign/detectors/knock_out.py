"""11, knock-out: of the checks that can end a case, the cheapest for what it finds comes first."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.checks import Check, find_checks
from analysis.redesign.dependencies import Order
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.writing import Move

__all__ = ["find_knock_outs"]


def find_knock_outs(study: Study) -> Iterator[Proposal]:
    """Yield checks that directly follow one that costs more for each case it ends.

    Source: least effort by share rejected first is optimal for independent checks; W. M. P. van der Aalst,
    "Re-engineering knock-out processes", Decision Support Systems 30 (2001) 451-468.
    """
    checks = {check.entry.id: check for check in find_checks(study)}
    for earlier in checks.values():
        later = checks.get(earlier.onward.id)
        if later is None or not _pays(study, earlier, later):
            continue
        order = study.dependencies.order_of_all(earlier.steps, later.steps)
        if order is Order.FIXED or _needs_other_decision(study, earlier, later):
            continue
        names = {"first": study.name(earlier.activity.id), "second": study.name(later.activity.id)}
        yield study.proposal(
            "knock-out",
            (later.activity.id, earlier.activity.id),
            Text(
                "{second} ends {share} % of its cases for {time} of work; {first}, which comes before it, ends"
                " {other_share} % for {other_time}.",
                share=f"{100 * later.rejected:.0f}",
                time=person_time(study.work_s(later.activity.id)),
                other_share=f"{100 * earlier.rejected:.0f}",
                other_time=person_time(study.work_s(earlier.activity.id)),
                **names,
            ),
            application=Application(edits=(Move(node=later.activity.id, flow=earlier.entry.id),)),
            question=Text("Can {second} be done before {first} is known?", **names) if order is Order.UNKNOWN else None,
            rejected=later.rejected,
            rejected_before=earlier.rejected,
            work_s=study.work_s(later.activity.id),
            work_before_s=study.work_s(earlier.activity.id),
        )


def _pays(study: Study, earlier: Check, later: Check) -> bool:
    """Whether the later check costs less work for each case it ends (multiplied out, for either may end none)."""
    return (
        study.work_s(later.activity.id) * earlier.rejected < study.work_s(earlier.activity.id) * later.rejected
        and later.rejected > 0
    )


def _needs_other_decision(study: Study, earlier: Check, later: Check) -> bool:
    """Whether the two decisions read what the other check finds out."""
    shared = study.dependencies.of(earlier.gateway.id).reads & study.dependencies.of(later.activity.id).writes
    return bool(shared)
