"""Everything in a process that is to run is something the engine runs (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.executable import RUNNABLE, features_of
from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.nodes():
        missing = sorted(features_of(node, subject.place_of[node.id].is_event_sub_process) - RUNNABLE)
        if missing:
            yield fault_if_run(
                subject,
                node,
                Text("{element} cannot be run: {what}.", element=describe(node), what=", ".join(missing)),
                Text("Draw it with elements the engine runs; docs/rules/not-executable.md lists them."),
            )


RULE = Rule(id="not-executable", severity="error", find=_find)
