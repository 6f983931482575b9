"""12, exception: what is seldom is kept out of the way of what is usual."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_exceptions"]

_SELDOM = 0.05


def find_exceptions(study: Study) -> Iterator[Proposal]:
    """Yield ways of an exclusive gateway that less than 5 % of its cases take, if only they come to some activity."""
    for gateway in study.nodes:
        if gateway.type != "exclusiveGateway" or len(gateway.outgoing) < 2 or study.visits(gateway.id) <= 0:
            continue
        for flow in (study.evidence.model.flows[way] for way in gateway.outgoing):
            share = study.probability(flow)
            own = _own_steps(study, gateway.id, flow.target) if 0 < share < _SELDOM else ()
            if own:
                yield study.proposal(
                    "exception",
                    (gateway.id, flow.id, *own),
                    Text(
                        "Only {share} % of the cases at {name} take the way to {first}, yet all people must know it.",
                        share=f"{100 * share:.1f}",
                        name=study.name(gateway.id),
                        first=study.name(own[0]),
                    ),
                    question=Text("Who could take these cases over, apart from the usual ones?"),
                    share=share,
                )


def _own_steps(study: Study, gateway: str, target: str) -> tuple[str, ...]:
    """Return the activities that only this way comes to: what it dominates."""
    if target not in study.evidence.model.nodes or len(study.evidence.model.nodes[target].incoming) != 1:
        return ()
    reached = study.after(target)
    return tuple(
        one.id
        for one in study.activities
        if one.id in reached and one.id != gateway and (one.id == target or study.always_before(target, one.id))
    )
