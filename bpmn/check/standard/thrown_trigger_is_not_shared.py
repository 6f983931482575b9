"""What a throw event throws belongs to it alone.

Source: BPMN 2.0.2 §10.5.1; BPMNspector EXT.095.
"""

from collections.abc import Iterator

from bpmn.check.families import THROW_EVENTS
from bpmn.check.rule import Fault, Rule
from bpmn.check.shared_triggers import borrowed_triggers
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from borrowed_triggers(subject, THROW_EVENTS)


RULE = Rule(id="standard-095", constraint="EXT.095", severity="error", find=_find)
