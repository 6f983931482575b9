"""A catching event sends no message, a throwing one receives none.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.119.
"""

from collections.abc import Iterator

from bpmn.check.message_flows import receivers, senders
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CatchEvent, IntermediateThrowEvent, StartEvent

__all__ = ["RULE"]

_TURN = Text("Turn the message flow round, or remove it.")


def _find(subject: Subject) -> Iterator[Fault]:
    for node in dict.fromkeys(node for _, node in senders(subject)):
        if isinstance(node, CatchEvent) and not isinstance(node, StartEvent):
            text = Text("A message flow leaves {element}, which sends no message.", element=describe(node))
            yield fault_at(node, text, _TURN)
    for node in dict.fromkeys(node for _, node in receivers(subject)):
        if isinstance(node, IntermediateThrowEvent):
            text = Text("A message flow leads to {element}, which waits for no message.", element=describe(node))
            yield fault_at(node, text, _TURN)


RULE = Rule(id="standard-119", constraint="EXT.119", severity="error", find=_find)
