"""An event-based gateway that starts a process comes first.

The text of the standard lets a start event without a trigger come before it, other tools no flow at all. A file that
does only what the text allows is told so in a hint.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.142.
"""

from collections.abc import Iterator
from dataclasses import replace

from bpmn.check.event_gateways import event_gateways
from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in event_gateways(subject):
        if not gateway.instantiate:
            continue
        sources = [subject.model.nodes.get(flow.source) for flow in subject.incoming(gateway)]
        if not all(isinstance(source, StartEvent) and source.kind == "none" for source in sources):
            text = Text("{element} is to start the process, but comes after something else.", element=describe(gateway))
            advice = Text("Let nothing but a start event lead to it, or remove instantiate.")
            yield fault_at(gateway, text, advice)
        elif is_reached(subject, gateway, "incoming"):
            text = Text(
                "{element} starts the process itself; some tools allow no start event before it.",
                element=describe(gateway),
            )
            advice = Text("Remove the start event, or remove instantiate.")
            yield replace(fault_at(gateway, text, advice), severity="hint")


RULE = Rule(id="standard-142", constraint="EXT.142", severity="error", find=_find)
