"""A gateway with one way in and one way out decides nothing (bpmnlint; 7PMG G1)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.drawn_nodes:
        if isinstance(gateway, Gateway) and len(gateway.incoming) == 1 and len(gateway.outgoing) == 1:
            yield fault_at(
                gateway,
                Text("{element} has one way in and one way out.", element=describe(gateway)),
                Text("Remove it, or draw the path that is missing."),
            )


RULE = Rule(id="superfluous-gateway", severity="warning", find=_find, constraint="EXT.135")
