"""Every timer has a time that can be understood: ISO 8601, cron, or an expression (BPMN 2.0.2 §10.5.5.2)."""

from collections.abc import Iterator
from dataclasses import replace

from bpmn.check.expressions import problem_of
from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.check.timers import is_negative, wrong_timer
from bpmn.language import Text
from bpmn.model import Event, EventDefinition

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        for definition in event.definitions:
            if definition.type == "timerEventDefinition":
                yield from _faults(subject, event, definition)


def _faults(subject: Subject, event: Event, definition: EventDefinition) -> Iterator[Fault]:
    timer = definition.timer
    line = definition.line or event.line
    if timer is None or not timer.value.text.strip():
        yield fault_if_run(
            subject,
            event,
            Text("{element} does not say when.", element=describe(event)),
            Text("Give it a date, a duration (P3D is three days) or a cycle (R3/P1W)."),
            line=line,
        )
        return
    if is_negative(timer):
        fault = _fault(
            subject,
            event,
            Text("{element}: {text} is negative.", element=describe(event), text=timer.value.text),
            Text("Write how long it waits: PT2H (two hours), P3D (three days)."),
            line=timer.value.line or line,
        )
        # With one sign before all of it a timer is one of XML Schema's durations, and fires at once.
        can_run = timer.value.text.strip().startswith("-")
        yield replace(fault, severity="warning") if can_run else fault
        return
    wrong = wrong_timer(timer)
    if wrong is not None:
        text = Text("{element}: {text} is not {what}.", element=describe(event), text=timer.value.text, what=wrong)
        advice = Text("Write ISO 8601: 2026-03-01T09:00:00+08:00, P3D (three days), PT2H (two hours), R3/P1W; or cron.")
        yield _fault(subject, event, text, advice, line=timer.value.line or line)
        return
    problem = problem_of(timer.value) if timer.value.language else None
    if problem is not None:
        text = Text("The time of {element}: {problem}", element=describe(event), problem=problem.text)
        yield _fault(subject, event, text, problem.advice, line=timer.value.line or line)


def _fault(subject: Subject, event: Event, text: Text, advice: Text, *, line: int | None) -> Fault:
    return Fault(
        text=text,
        advice=advice,
        element=event.id,
        line=line,
        severity="error" if subject.is_to_run(event.id) else "warning",
    )


RULE = Rule(id="timer-invalid", severity="error", find=_find)
