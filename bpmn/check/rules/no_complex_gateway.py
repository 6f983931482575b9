"""No complex gateway, if it can be said more simply (bpmnlint; 7PMG G5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.drawn_nodes:
        if gateway.type == "complexGateway":
            yield fault_at(
                gateway,
                Text("{element} is a complex gateway.", element=describe(gateway)),
                Text("Say the same with exclusive, inclusive and parallel gateways."),
            )


RULE = Rule(id="no-complex-gateway", severity="warning", find=_find)
