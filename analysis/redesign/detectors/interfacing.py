"""29, interfacing: what is handed in has a form that does not let anything be forgotten."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text
from bpmn.model import Activity, Task

__all__ = ["find_interfacing"]

_OFTEN = 0.1


def find_interfacing(study: Study) -> Iterator[Proposal]:
    """Yield what applicants do without a form in a loop that 10 % of the cases or more go through again."""
    for loop in study.evidence.structure.loops:
        own = [one for one in study.activities if one.id in loop.elements and study.is_of_applicant(one.id)]
        formless = [one for one in own if not _has_form(one)]
        again = max((study.visits(one) - 1.0 for one in loop.elements), default=0.0)
        if formless and again >= _OFTEN:
            yield study.proposal(
                "interfacing",
                tuple(one.id for one in formless),
                Text(
                    "{name} has no form, and for every 100 cases the applicant has to come again {number} times.",
                    name=study.name(formless[0].id),
                    number=f"{100 * again:.0f}",
                ),
                question=Text("What must a form for {name} ask, and refuse?", name=study.name(formless[0].id)),
                again=again,
            )


def _has_form(activity: Activity) -> bool:
    return isinstance(activity, Task) and activity.form is not None
