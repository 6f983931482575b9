"""13, case assignment: who has begun a case goes on with it."""

from collections import defaultdict
from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_case_assignments"]

_LEAST_STEPS = 3


def find_case_assignments(study: Study) -> Iterator[Proposal]:
    """Yield roles of several people that a case comes to three times or more: each time it may be another person."""
    steps: dict[str, list[str]] = defaultdict(list)
    for activity in study.activities:
        if study.is_peoples(activity) and len(study.pools(activity.id)) == 1:
            steps[study.role(activity.id)].append(activity.id)
    for role, own in steps.items():
        pool = study.evidence.scenario.resources[role]
        times = sum(study.visits(one) for one in own)
        if pool.side == "office" and (pool.amount or 0) >= 2 and len(own) >= 2 and times >= _LEAST_STEPS:
            yield study.proposal(
                "case-assignment",
                (role, *own),
                Text(
                    "A case comes to {role} {times} times, and any of {amount} people may take it up anew each time.",
                    role=pool.name or role,
                    times=f"{times:.1f}",
                    amount=pool.amount,
                ),
                question=Text("Can one person of {role} keep a case to its end?", role=pool.name or role),
                times=times,
            )
