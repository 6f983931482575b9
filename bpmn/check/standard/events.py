"""Constraints on events: which triggers may stand where. BPMN 2.0.2 §10.5.2 to §10.5.6, Table 10.93."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import (
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    Event,
    IntermediateThrowEvent,
    Process,
    StartEvent,
    ThrowEvent,
)

__all__ = ["RULES"]

_AT_START = frozenset({"message", "timer", "signal", "conditional"})
_IN_EVENT_SUB_PROCESS = _AT_START | {"error", "escalation", "compensate"}
_ON_EDGE = _AT_START | {"error", "escalation", "compensate", "cancel"}
_ALWAYS_INTERRUPTS = frozenset({"error", "compensate", "cancel"})
_CAUGHT = _AT_START | {"link"}
_AT_END = frozenset({"message", "signal", "error", "escalation", "compensate", "cancel", "terminate"})
_THROWN = frozenset({"message", "signal", "escalation", "compensate", "link"})


def _kinds(event: Event) -> set[str]:
    return {definition.type.removesuffix("EventDefinition") for definition in event.definitions}


def _wrong(event: Event, kinds: set[str]) -> Fault:
    text = Text(
        "{element} has a trigger that may not stand there: {kinds}.",
        element=describe(event),
        kinds=", ".join(sorted(kinds)),
    )
    return fault_at(event, text, Text("Use another trigger, or another place for the event."))


def _at_start(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        is_outermost = isinstance(subject.place_of[event.id].owner, Process)
        if isinstance(event, StartEvent) and is_outermost and _kinds(event) - _AT_START:
            yield _wrong(event, _kinds(event) - _AT_START)


def _in_event_sub_process(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if not isinstance(event, StartEvent) or not subject.place_of[event.id].is_event_sub_process:
            continue
        wrong = _kinds(event) - _IN_EVENT_SUB_PROCESS
        if not event.is_interrupting:
            wrong |= _kinds(event) & _ALWAYS_INTERRUPTS
        if wrong:
            yield _wrong(event, wrong)


def _on_edge(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if not isinstance(event, BoundaryEvent):
            continue
        wrong = _kinds(event) - _ON_EDGE
        if not event.cancel_activity:
            wrong |= _kinds(event) & _ALWAYS_INTERRUPTS
        if wrong or not event.definitions:
            yield _wrong(event, wrong or {"none"})


def _cancel_ends_in_transactions(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        owner = subject.place_of[event.id].owner
        if isinstance(event, EndEvent) and "cancel" in _kinds(event) and owner.type != "transaction":
            yield _wrong(event, {"cancel"})


def _cancel_on_transactions(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if isinstance(event, BoundaryEvent) and "cancel" in _kinds(event):
            host = subject.model.nodes.get(event.attached_to)
            if host is not None and host.type != "transaction":
                yield _wrong(event, {"cancel"})


def _entered(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        is_between = event.type in {"intermediateCatchEvent", "intermediateThrowEvent"}
        is_link_catch = isinstance(event, CatchEvent) and "link" in _kinds(event)
        if is_between and not event.incoming and not is_link_catch and not subject.place_of[event.id].is_ad_hoc:
            text = Text("No flow leads to {element}.", element=describe(event))
            yield fault_at(event, text, Text("Lead a flow to it."))


def _links_end(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if isinstance(event, IntermediateThrowEvent) and event.kind == "link" and event.outgoing:
            text = Text("A flow leaves {element}, which goes on at its link.", element=describe(event))
            yield fault_at(event, text, Text("Remove the flow."))


def _caught(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if event.type == "intermediateCatchEvent" and (not event.definitions or _kinds(event) - _CAUGHT):
            yield _wrong(event, _kinds(event) - _CAUGHT or {"none"})


def _thrown(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if event.type == "intermediateThrowEvent" and _kinds(event) - _THROWN:
            yield _wrong(event, _kinds(event) - _THROWN)


def _at_end(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if isinstance(event, EndEvent) and _kinds(event) - _AT_END:
            yield _wrong(event, _kinds(event) - _AT_END)


def _compensation_has_its_handler(subject: Subject) -> Iterator[Fault]:
    undone = {a.source: a.target for place in subject.places for a in place.scope.artifacts if a.type == "association"}
    for event in subject.events():
        is_on_edge = isinstance(event, BoundaryEvent) and event.kind == "compensate"
        if is_on_edge and undone.get(event.id) not in subject.compensation_handlers:
            text = Text("{element} leads to no activity that is there for compensation.", element=describe(event))
            yield fault_at(event, text, Text("Associate it with an activity that has isForCompensation."))


def _escalations_have_a_code(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        for definition in event.definitions:
            escalation = subject.model.definitions.get(definition.reference or "")
            is_thrown = definition.type == "escalationEventDefinition" and isinstance(event, ThrowEvent)
            is_executable = subject.place_of[event.id].process.is_executable
            if is_thrown and is_executable and escalation is not None and not escalation.code:
                text = Text("The escalation of {element} has no code.", element=describe(event))
                yield fault_at(event, text, Text("Give it an escalationCode, so that it can be caught."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-059", constraint="EXT.059", severity="error", find=_in_event_sub_process),
    Rule(id="standard-098", constraint="EXT.098", severity="error", find=_at_start),
    Rule(id="standard-106", constraint="EXT.106", severity="error", find=_cancel_ends_in_transactions),
    Rule(id="standard-110", constraint="EXT.110", severity="error", find=_on_edge),
    Rule(id="standard-111", constraint="EXT.111", severity="error", find=_cancel_on_transactions),
    Rule(id="standard-115", constraint="EXT.115", severity="warning", find=_entered),
    Rule(id="standard-117", constraint="EXT.117", severity="error", find=_links_end),
    Rule(id="standard-011", constraint="EXT.011", severity="warning", find=_escalations_have_a_code),
    Rule(id="standard-144", constraint="EXT.144", severity="warning", find=_compensation_has_its_handler),
    Rule(id="standard-146", constraint="EXT.146", severity="error", find=_at_end),
    Rule(id="standard-148", constraint="EXT.148", severity="error", find=_caught),
    Rule(id="standard-149", constraint="EXT.149", severity="error", find=_thrown),
)
