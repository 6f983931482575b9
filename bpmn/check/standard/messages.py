"""Constraints on message flows. BPMN 2.0.2 §9.3, §10.5.3."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CatchEvent, EndEvent, StartEvent

__all__ = ["RULES"]


def _senders_send(subject: Subject) -> Iterator[Fault]:
    sources = {flow.source for c in subject.model.collaborations for flow in c.message_flows}
    for event in subject.events():
        if isinstance(event, EndEvent) and event.id in sources and event.kind not in {"message", "multiple"}:
            text = Text("A message flow leaves {element}, which sends no message.", element=describe(event))
            yield fault_at(event, text, Text("Make it a message end event, or remove the message flow."))


def _between_pools(subject: Subject) -> Iterator[Fault]:
    process_of = {node.id: process.id for process, _, node in subject.model.walk()}
    for collaboration in subject.model.collaborations:
        pools = {pool.id: pool.process or pool.id for pool in collaboration.participants}
        for flow in collaboration.message_flows:
            source = pools.get(flow.source, process_of.get(flow.source))
            if source is not None and source == pools.get(flow.target, process_of.get(flow.target)):
                text = Text("{element} stays in one pool.", element=describe(flow))
                yield fault_at(flow, text, Text("Use a sequence flow inside a pool."))


def _catchers_send_nothing(subject: Subject) -> Iterator[Fault]:
    sources = {flow.source for c in subject.model.collaborations for flow in c.message_flows}
    for event in subject.events():
        if isinstance(event, CatchEvent) and not isinstance(event, StartEvent) and event.id in sources:
            text = Text("A message flow leaves {element}, which sends no message.", element=describe(event))
            yield fault_at(event, text, Text("Turn the message flow round, or remove it."))


def _starts_send_nothing(subject: Subject) -> Iterator[Fault]:
    sources = {flow.source for c in subject.model.collaborations for flow in c.message_flows}
    for event in subject.events():
        if isinstance(event, StartEvent) and event.id in sources:
            text = Text("A message flow leaves {element}, which only begins.", element=describe(event))
            yield fault_at(event, text, Text("Turn the message flow round, or remove it."))


def _ends_receive_nothing(subject: Subject) -> Iterator[Fault]:
    targets = {flow.target for c in subject.model.collaborations for flow in c.message_flows}
    for event in subject.events():
        if isinstance(event, EndEvent) and event.id in targets:
            text = Text("A message flow leads to {element}, which only ends.", element=describe(event))
            yield fault_at(event, text, Text("Turn the message flow round, or remove it."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-031", constraint="EXT.031", severity="error", find=_between_pools),
    Rule(id="standard-103", constraint="EXT.103", severity="error", find=_starts_send_nothing),
    Rule(id="standard-107", constraint="EXT.107", severity="error", find=_ends_receive_nothing),
    Rule(id="standard-119", constraint="EXT.119", severity="error", find=_catchers_send_nothing),
    Rule(id="standard-109", constraint="EXT.109", severity="error", find=_senders_send),
)
