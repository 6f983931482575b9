"""23, control addition: what is often found wrong late is checked early."""

from collections.abc import Iterator

from analysis.redesign.checks import is_check
from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text
from bpmn.model import SequenceFlow

__all__ = ["find_control_additions"]

_OFTEN = 0.1
_LATE = 2


def find_control_additions(study: Study) -> Iterator[Proposal]:
    """Yield loops that 10 % of the cases or more go back in, after two or more activities and no check."""
    flows = study.evidence.model.flows
    for loop in study.evidence.structure.loops:
        inside = [one for one in study.activities if one.id in loop.elements]
        for back in (flows[flow] for flow in loop.back_edges if flow in flows):
            share = _share(study, back)
            between = [one for one in inside if study.always_before(one.id, back.source)]
            # The last of them is the late check itself; what is missing is one before it.
            unchecked = between[:-1]
            has_early = any(is_check(study, one) for one in unchecked)
            if share >= _OFTEN and len(unchecked) >= _LATE and not has_early:
                yield study.proposal(
                    "control-addition",
                    (loop.entries[0] if loop.entries else back.target, back.source),
                    Text(
                        "{share} % of the cases go back at {name}, after {number} activities without a check.",
                        share=f"{100 * share:.0f}",
                        name=study.name(back.source),
                        number=len(unchecked),
                    ),
                    question=Text("What could be checked already at {name}?", name=study.name(between[0].id)),
                    share=share,
                    steps=len(unchecked),
                )


def _share(study: Study, back: SequenceFlow) -> float:
    source = study.evidence.model.nodes[back.source]
    if source.type != "exclusiveGateway" or len(source.outgoing) < 2:
        return 0.0
    return study.probability(back)
