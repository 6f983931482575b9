"""Every reference leads to an element of the file (BPMN 2.0.2 §8.2.1)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for note in subject.model.notes:
        if note.rule == "dangling-reference":
            yield Fault(
                text=note.text,
                advice=Text("Refer to an element of the file, or remove the reference."),
                element=note.element,
                line=note.line,
                # A diagram's shape for nothing disturbs nobody but who looks for it.
                severity="warning" if note.text.values.get("name") == "bpmnElement" else None,
            )


RULE = Rule(id="dangling-reference", severity="error", find=_find)
