"""16, split responsibilities: one unit answers for an activity."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_split_responsibilities"]


def find_split_responsibilities(study: Study) -> Iterator[Proposal]:
    """Yield activities that lie in several lanes of which none holds another, or that roles of different cost share."""
    for activity in study.activities:
        lanes = [lane for lane in study.lanes.values() if activity.id in lane.nodes]
        inner = [one for one in lanes if not any(other in one.lanes for other in lanes)]
        owners = [one.name or one.id for one in inner] if len(inner) > 1 else []
        pools = [pool for pool in study.pools(activity.id) if pool.side == "office"]
        if not owners and len({pool.cost_per_h for pool in pools}) > 1:
            owners = [str(pool.name or pool.id) for pool in pools]
        if owners:
            yield study.proposal(
                "split-responsibilities",
                (activity.id,),
                Text(
                    "{name} is the work of {number} units: {owners}.",
                    name=study.name(activity.id),
                    number=len(owners),
                    owners=", ".join(owners),
                ),
                question=Text("Which one of them answers for {name}?", name=study.name(activity.id)),
                units=len(owners),
            )
