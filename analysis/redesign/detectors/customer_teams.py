"""17, customer teams: people of several units who deal with the same cases work as one team."""

from collections import Counter
from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_customer_teams"]

_LEAST_HAND_OFFS = 4


def find_customer_teams(study: Study) -> Iterator[Proposal]:
    """Yield processes in which a case is handed over four times or more and comes back to a unit that had it."""
    flows = study.evidence.model.flows
    lanes = study.evidence.model.lane_of
    known = [flows[flow] for flow in study.evidence.structure.hand_offs if flow in flows]
    peoples = {lanes.get(one.id) for one in study.activities if study.is_peoples(one)} - {None}
    inside = [flow for flow in known if {lanes.get(flow.source), lanes.get(flow.target)} <= peoples]
    got = Counter(lanes[flow.target] for flow in inside)
    again = [lane for lane, times in got.items() if times > 1]
    if len(inside) >= _LEAST_HAND_OFFS and again:
        names = [study.lanes[lane].name or lane for lane in again if lane in study.lanes]
        yield study.proposal(
            "customer-teams",
            tuple(flow.id for flow in inside),
            Text(
                "A case is handed from unit to unit at {number} places and comes back to {units}.",
                number=len(inside),
                units=", ".join(names),
            ),
            question=Text("Could people of these units sit together as one team for these cases?"),
            hand_offs=len(inside),
        )
