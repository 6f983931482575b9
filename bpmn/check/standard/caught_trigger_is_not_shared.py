"""What a catch event waits for belongs to it alone.

Source: BPMN 2.0.2 §10.5.1.
"""

from collections.abc import Iterator

from bpmn.check.families import CATCH_EVENTS
from bpmn.check.rule import Fault, Rule
from bpmn.check.shared_triggers import borrowed_triggers
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from borrowed_triggers(subject, CATCH_EVENTS)


RULE = Rule(id="caught-definition-shared", severity="warning", find=_find)
