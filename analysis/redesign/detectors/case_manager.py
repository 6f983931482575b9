"""19, case manager: one person is there for an applicant, whoever does the work."""

from collections.abc import Iterator
from math import fsum

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_case_managers"]

_LEAST_HAND_OFFS = 3
_LEAST_CONTACTS = 2.0


def find_case_managers(study: Study) -> Iterator[Proposal]:
    """Yield processes with three or more hand-offs whose applicant has to do with the office twice or more."""
    flows = study.evidence.model.flows
    hand_offs = [flow for flow in study.evidence.structure.hand_offs if flow in flows]
    places = [one for one in study.activities if study.facts(one).visits + study.facts(one).contacts]
    contacts = fsum((study.facts(one).visits + study.facts(one).contacts) * study.visits(one.id) for one in places)
    roles = {study.role(one.id) for one in places}
    if len(hand_offs) >= _LEAST_HAND_OFFS and contacts >= _LEAST_CONTACTS and len(roles) > 1:
        yield study.proposal(
            "case-manager",
            tuple(one.id for one in places),
            Text(
                "An applicant deals with {roles} different roles, {contacts} times a case, while the case is handed"
                " over at {hand_offs} places.",
                roles=len(roles),
                contacts=f"{contacts:.1f}",
                hand_offs=len(hand_offs),
            ),
            question=Text("Who could be the one person that answers to the applicant?"),
            contacts=contacts,
            hand_offs=len(hand_offs),
        )
