"""A flow leads to every end event, and the event names it.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.107.
"""

from collections.abc import Iterator
from dataclasses import replace

from bpmn.check.listed_flows import is_unlisted
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if not isinstance(node, EndEvent) or subject.place_of[node.id].is_ad_hoc:
            continue
        if not node.incoming:
            yield fault_at(
                node, Text("No flow leads to {element}.", element=describe(node)), Text("Lead a flow to it.")
            )
        elif is_unlisted(subject, node, "incoming"):
            text = Text("An end event names no incoming flow, though other elements of the file name theirs.")
            fault = fault_at(node, text, Text("Save the file with a tool that writes the flow lists."))
            yield replace(fault, severity="hint")


RULE = Rule(id="standard-107", constraint="EXT.107", severity="warning", find=_find)
