"""A data association only moves a value; what changes it is a mapping (Ortoo; BPMN 2.0.2 §10.4.1)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for activity in subject.activities():
        for one in (*activity.data_input_associations, *activity.data_output_associations):
            if one.transformation is not None or one.assignments:
                text = Text("{element} changes data on an association, which is not run.", element=describe(activity))
                advice = Text("Write an input or output mapping, or a script task before or after it.")
                yield fault_if_run(subject, activity, text, advice, line=one.line)


RULE = Rule(id="data-association-ignored", severity="error", find=_find)
