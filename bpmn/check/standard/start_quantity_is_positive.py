"""A startQuantity is 1 or more.

Source: BPMN 2.0.2 §10.3; BPMNspector EXT.037.
"""

from collections.abc import Iterator

from bpmn.check.quantities import quantity_below_one
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from quantity_below_one(subject, "startQuantity")


RULE = Rule(id="standard-037", constraint="EXT.037", severity="warning", find=_find)
