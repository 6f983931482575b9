"""Constraints on processes, what calls them, and pools. BPMN 2.0.2 §9.3, §10.2, §10.3.4, §10.5.2."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CallActivity, StartEvent

__all__ = ["RULES"]


def _public_ones_do_not_run(subject: Subject) -> Iterator[Fault]:
    for process in subject.model.processes:
        if process.process_type == "Public" and process.is_executable:
            text = Text("{element} is public and executable at once.", element=describe(process))
            yield fault_at(process, text, Text("Make it private, or not executable."))


def _called_ones_can_be_called(subject: Subject) -> Iterator[Fault]:
    called = {n.called_element.text for n in subject.activities() if isinstance(n, CallActivity) and n.called_element}
    for process in subject.model.processes:
        starts = [node for node in process.scope.nodes if isinstance(node, StartEvent)]
        if process.id in called and starts and all(start.kind != "none" for start in starts):
            text = Text("{element} is called, but has no start event without a trigger.", element=describe(process))
            yield fault_at(process, text, Text("Add a plain start event."))


def _pools_are_countable(subject: Subject) -> Iterator[Fault]:
    for collaboration in subject.model.collaborations:
        for pool in collaboration.participants:
            least, most = pool.minimum or 0, pool.maximum
            if least < 0 or (most is not None and most < max(1, least)):
                text = Text("The number of {element} cannot be.", element=describe(pool))
                yield fault_at(pool, text, Text("Let the minimum be at least 0 and the maximum not below it."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-029", constraint="EXT.029", severity="warning", find=_pools_are_countable),
    Rule(id="standard-035", constraint="EXT.035", severity="warning", find=_public_ones_do_not_run),
    Rule(id="standard-099", constraint="EXT.099", severity="warning", find=_called_ones_can_be_called),
)
