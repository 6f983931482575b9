"""7, triage: easy and hard cases are told apart first, and each kind has its own activity."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_triage"]

_MIXED = 1.5
_LEAST_SHARE = 0.1


def find_triage(study: Study) -> Iterator[Proposal]:
    """Yield work of the office that varies so much that two kinds of cases must be in it.

    The sign is a squared coefficient of variation over 1.5: one kind of work, however random, has at most that of the
    exponential, 1 (a mixture of two exponentials has more: W. J. Hopp, M. L. Spearman, Factory Physics, chapter 8).
    """
    total = sum(study.work_s(one.id) * study.visits(one.id) for one in study.activities)
    for activity in study.activities:
        law = study.parameters(activity.id).duration
        share = study.work_s(activity.id) * study.visits(activity.id) / total if total > 0 else 0.0
        if law is None or law.expected <= 0 or not study.is_peoples(activity) or share < _LEAST_SHARE:
            continue
        variation = law.variance / law.expected**2
        if variation > _MIXED:
            yield study.proposal(
                "triage",
                (activity.id,),
                Text(
                    "{name} takes {time} on average but varies by {sd}: easy and hard cases are mixed.",
                    name=study.name(activity.id),
                    time=person_time(law.expected),
                    sd=person_time(law.variance**0.5),
                ),
                question=Text("By what can an easy case be known before {name}?", name=study.name(activity.id)),
                variation=variation,
                share=share,
            )
