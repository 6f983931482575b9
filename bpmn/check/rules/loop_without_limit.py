"""A loop has a condition or a greatest number of turns (BPMN 2.0.2 §10.3.8)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StandardLoop

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for activity in subject.activities():
        loop = activity.loop
        if isinstance(loop, StandardLoop) and loop.condition is None and loop.maximum is None:
            text = Text("{element} is repeated, but nothing says how often.", element=describe(activity))
            yield fault_if_run(subject, activity, text, Text("Give the loop a loopCondition or a loopMaximum."))


RULE = Rule(id="loop-without-limit", severity="error", find=_find)
