"""A gateway joins or forks, not both (bpmnlint; 7PMG G5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.drawn_nodes:
        if isinstance(gateway, Gateway) and len(gateway.incoming) > 1 and len(gateway.outgoing) > 1:
            yield fault_at(
                gateway,
                Text("{element} joins paths and splits them again.", element=describe(gateway)),
                Text("Use one gateway for the join and a second one for the split."),
            )


RULE = Rule(id="no-gateway-join-fork", severity="warning", find=_find)
