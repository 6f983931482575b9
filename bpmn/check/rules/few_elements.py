"""No element that another one says already (7PMG G1: Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["RULE"]

_SAID_ONCE = frozenset({"exclusiveGateway", "parallelGateway"})


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.gateways():
        for flow in subject.outgoing(gateway):
            following = subject.model.nodes.get(flow.target)
            if isinstance(following, Gateway) and _can_be_one(gateway, following):
                text = Text(
                    "{element} and {following} can be one gateway.",
                    element=describe(gateway),
                    following=describe(following),
                )
                yield fault_at(gateway, text, Text("Lead all paths through one of them and remove the other."))


def _can_be_one(first: Gateway, second: Gateway) -> bool:
    if first.type != second.type or first.type not in _SAID_ONCE:
        return False
    are_joins = len(first.outgoing) == 1 and len(second.outgoing) == 1
    # A second question, with a label of its own, is not the first one.
    are_splits = len(first.incoming) == 1 and len(second.incoming) == 1 and not second.name.strip()
    return are_joins or are_splits


RULE = Rule(id="few-elements", severity="hint", find=_find)
