"""No inclusive gateway, if it can be said more simply (bpmnlint; 7PMG G5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.drawn_nodes:
        if gateway.type == "inclusiveGateway":
            yield fault_at(
                gateway,
                Text("{element} is an inclusive gateway.", element=describe(gateway)),
                Text("Inclusive gateways are hard to read and to join right. Consider exclusive or parallel gateways."),
            )


RULE = Rule(id="no-inclusive-gateway", severity="hint", find=_find)
