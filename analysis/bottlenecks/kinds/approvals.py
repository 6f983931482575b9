"""Approvals: somebody above looks again at what has been done, and the case waits for it."""

import re
from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck

__all__ = ["find_approvals", "is_approval"]

_APPROVAL = re.compile(
    r"\bapprov(?:e|al)|\bauthori[sz](?:e|ation)\b|\bsign\b|\bsignature\b|\bcountersign|\bendorse|\bratify"
    r"|\bбатл|\bбаталгаажуул|\bгарын үсэг|\bзөвшөөрөл олго|\bцохолт",
    re.IGNORECASE,
)
_BY_PEOPLE = {"userTask", "manualTask", "task"}


def is_approval(evidence: Evidence, element: str) -> bool:
    """Return whether people of the office approve or sign here, by the activity's name.

    Source: control relocation and empowerment are redesigns of approvals; Reijers, Liman Mansar, Best practices in
    business process redesign, Omega 33 (2005).
    """
    node = evidence.model.nodes.get(element)
    if node is None or node.type not in _BY_PEOPLE or evidence.is_of_applicant(element):
        return False
    return bool(_APPROVAL.search(node.name or ""))


def find_approvals(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each approval with its own time: its work, and the delay before it. Its queue is a matter of capacity."""
    for element, place in evidence.places.items():
        seconds = place.work_s + place.delay_s
        if seconds > 0 and is_approval(evidence, element):
            yield entry_of(
                evidence,
                element,
                "approval",
                seconds,
                "{name} approves what has been done already and takes {time} a case.",
                cost=place.cost,
                numbers={"work_s": place.work_s, "delay_s": place.delay_s},
            )
