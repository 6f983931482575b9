"""18, numerical involvement: few units deal with a case."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_numerical_involvement"]

_MANY = 4


def find_numerical_involvement(study: Study) -> Iterator[Proposal]:
    """Yield processes with four or more roles of the office, the role with least work in a case first."""
    work: dict[str, float] = {}
    for activity in study.activities:
        if study.is_peoples(activity) and study.role(activity.id):
            spent = study.work_s(activity.id) * study.visits(activity.id)
            work[study.role(activity.id)] = work.get(study.role(activity.id), 0.0) + spent
    if len(work) >= _MANY:
        roles = sorted(work, key=lambda role: (work[role], role))
        least = study.evidence.scenario.resources.get(roles[0])
        total = sum(work.values())
        yield study.proposal(
            "numerical-involvement",
            tuple(roles),
            Text(
                "{number} roles of the office deal with a case; {role} does only {share} % of the work.",
                number=len(roles),
                role=(least.name if least else "") or roles[0],
                share=f"{100 * work[roles[0]] / total:.0f}" if total else "0",
            ),
            question=Text("Which of these roles can leave its part to another?"),
            roles=len(roles),
        )
