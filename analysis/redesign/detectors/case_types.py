"""4, case types: kinds of cases that have little in common are processes of their own."""

from collections.abc import Iterator

import networkx as nx

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["find_case_types"]

_LEAST_STEPS = 2


def find_case_types(study: Study) -> Iterator[Proposal]:
    """Yield the first decision of a process where each way has at least two activities that only it comes to."""
    for gateway in study.nodes:
        if not isinstance(gateway, Gateway) or gateway.type != "exclusiveGateway" or len(gateway.outgoing) < 2:
            continue
        if study.visits(gateway.id) < 1 - 1e-9 or not _is_first(study, gateway):
            continue
        own = _own_steps(study, gateway)
        if len(own) >= 2 and min(map(len, own)) >= _LEAST_STEPS:
            yield study.proposal(
                "case-types",
                (gateway.id,),
                Text(
                    "After {name} at the beginning, cases go {number} ways with at least {steps} activities of their"
                    " own each.",
                    name=study.name(gateway.id),
                    number=len(own),
                    steps=min(map(len, own)),
                ),
                question=Text("Are these services of their own, with people of their own?"),
                ways=len(own),
            )


def _is_first(study: Study, gateway: Gateway) -> bool:
    """Whether at most one activity comes before a gateway and no loop leads back to it."""
    before = nx.ancestors(study.graph, gateway.id)
    return (
        gateway.id not in before
        and sum(one.id in before for one in study.activities) <= 1
        and not any(gateway.id in loop.elements for loop in study.evidence.structure.loops)
    )


def _own_steps(study: Study, gateway: Gateway) -> list[set[str]]:
    activities = {one.id for one in study.activities}
    targets = [study.evidence.model.flows[flow].target for flow in gateway.outgoing]
    reached = [study.after(target) & activities for target in targets]
    return [one - set[str]().union(*reached[:at], *reached[at + 1 :]) for at, one in enumerate(reached)]
