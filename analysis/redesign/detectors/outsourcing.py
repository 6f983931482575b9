"""28, outsourcing: a part that is whole in itself is done by others who do it better."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text
from bpmn.model import Activity

__all__ = ["find_outsourcing"]


def find_outsourcing(study: Study) -> Iterator[Proposal]:
    """Yield lanes of the office that get a case at one place and give it away at one, with two or more activities.

    Not a lane that decides: what grants or refuses stays with the office.
    """
    flows = study.evidence.model.flows
    for lane in study.lanes.values():
        own = [one for one in study.activities if one.id in lane.nodes]
        if len(own) < 2 or lane.lanes or not all(study.is_peoples(one) for one in own):
            continue
        crossing = [flow for flow in study.evidence.structure.hand_offs if flow in flows]
        entering = [flow for flow in crossing if flows[flow].target in lane.nodes]
        leaving = [flow for flow in crossing if flows[flow].source in lane.nodes]
        decides = any(
            node in study.evidence.model.nodes and len(study.evidence.model.nodes[node].outgoing) > 1
            for node in lane.nodes
        )
        if (
            len(entering) == 1
            and len(leaving) == 1
            and not decides
            and _is_whole(study, flows[entering[0]].target, own)
        ):
            work = sum(study.work_s(one.id) * study.visits(one.id) for one in own)
            yield study.proposal(
                "outsourcing",
                (lane.id, *(one.id for one in own)),
                Text(
                    "{lane} gets a case once, does {number} activities without deciding anything, and gives it away"
                    " once.",
                    lane=lane.name or lane.id,
                    number=len(own),
                ),
                question=Text("Does anybody else do this better, and may they see the data?"),
                work_s=work,
            )


def _is_whole(study: Study, entry: str, own: list[Activity]) -> bool:
    """Whether all of some activities come after the place where the case is handed in."""
    return all(one.id == entry or study.always_before(entry, one.id) for one in own)
