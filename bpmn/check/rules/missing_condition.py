"""A decision says when each way is taken: conditions, and at most one default (BPMN 2.0.2 §10.6.2, §13.3.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.gateways():
        if gateway.type not in {"exclusiveGateway", "inclusiveGateway"} or len(gateway.outgoing) < 2:
            continue
        flows = subject.outgoing(gateway)
        if not gateway.default and not any(flow.condition for flow in flows):
            yield _fault(subject, gateway)


def _fault(subject: Subject, gateway: Gateway) -> Fault:
    # A picture for people may leave the conditions to the labels; a model that is to run may not.
    return Fault(
        text=Text("{element} does not say when which way is taken.", element=describe(gateway)),
        advice=Text("Give its flows conditions and make one of them the default."),
        element=gateway.id,
        line=gateway.line,
        severity="error" if subject.is_meant_to_run(gateway.id) else "warning",
    )


RULE = Rule(id="missing-condition", severity="error", find=_find)
