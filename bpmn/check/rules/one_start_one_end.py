"""A process has one start and one end (7PMG G3: Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for process in subject.model.processes:
        starts = sum(isinstance(node, StartEvent) for node in process.scope.nodes)
        ends = sum(isinstance(node, EndEvent) for node in process.scope.nodes)
        if starts > 1 or ends > 1:
            text = Text(
                "{element} has {starts} start and {ends} end events.",
                element=describe(process),
                starts=starts,
                ends=ends,
            )
            yield fault_at(
                process, text, Text("Join the paths, unless the ends are different results for the applicant.")
            )


RULE = Rule(id="one-start-one-end", severity="hint", find=_find)
