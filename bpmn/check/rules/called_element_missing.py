"""A call activity says what it calls (BPMN 2.0.2 §10.3.6)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CallActivity

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for activity in subject.activities():
        if isinstance(activity, CallActivity) and activity.called_element is None:
            text = Text("{element} does not say what it calls.", element=describe(activity))
            yield fault_if_run(subject, activity, text, Text("Name the id of the process in calledElement."))


RULE = Rule(id="called-element-missing", severity="error", find=_find)
