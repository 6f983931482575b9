"""Checks that can end a case: an activity, the decision after it, and how many cases end there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.redesign.study import Study
from bpmn.model import Activity, EndEvent, Gateway, SequenceFlow

__all__ = ["Check", "find_checks", "is_check"]

_CHECK = re.compile(
    r"\bcheck|\bverif|\bvalidat|\bexamin|\binspect|\breview|\bcontrol|\bcomplete(?:ness)?\b"
    r"|шалга|хяна|магадла|баталгаа|нягтла",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A knock-out: a check that ends some cases.

    Attributes:
        activity: What is done to find out.
        gateway: The decision directly after it.
        entry: The flow that leads to the activity.
        onward: The flow on which a case goes on.
        rejected: The share of the cases it ends, 0 to 1.
    """

    activity: Activity
    gateway: Gateway
    entry: SequenceFlow
    onward: SequenceFlow
    rejected: float

    @property
    def steps(self) -> tuple[str, str]:
        """The ids of the activity and of the decision."""
        return self.activity.id, self.gateway.id


def find_checks(study: Study) -> Iterator[Check]:
    """Yield the knock-outs, in the file's order: all ways but one lead straight to an end."""
    for activity in study.activities:
        entry, out = study.only_way_in(activity), study.only_way_out(activity)
        gateway = study.evidence.model.nodes.get(out.target) if out else None
        if not isinstance(gateway, Gateway) or gateway.type != "exclusiveGateway" or len(gateway.incoming) != 1:
            continue
        ways = [study.evidence.model.flows[flow] for flow in gateway.outgoing]
        onward = [way for way in ways if not _ends(study, way)]
        if entry is not None and len(onward) == 1 and len(ways) > 1 and study.is_plain(activity):
            share = 1.0 - study.probability(onward[0])
            yield Check(activity=activity, gateway=gateway, entry=entry, onward=onward[0], rejected=share)


def _ends(study: Study, way: SequenceFlow) -> bool:
    node = study.evidence.model.nodes.get(way.target)
    return isinstance(node, EndEvent) and len(node.incoming) == 1


def is_check(study: Study, activity: Activity) -> bool:
    """Return whether an activity checks something, by its name."""
    return bool(_CHECK.search(study.name(activity.id)))
