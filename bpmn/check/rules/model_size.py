"""A process of more than 50 elements is hard to understand (7PMG G7; Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]

_MOST = 50


def _find(subject: Subject) -> Iterator[Fault]:
    for process in subject.model.processes:
        count = sum(1 for _ in process.scope.walk())
        if count > _MOST:
            yield fault_at(
                process,
                Text(
                    "{element} has {count} elements, more than {most}.",
                    element=describe(process),
                    count=count,
                    most=_MOST,
                ),
                Text("Move parts of it into sub-processes or call activities."),
            )


RULE = Rule(id="model-size", severity="hint", find=_find)
