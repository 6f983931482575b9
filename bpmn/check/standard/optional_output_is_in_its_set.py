"""An optional output of a set is one of its outputs.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.089.
"""

from collections.abc import Iterator

from bpmn.check.data_sets import not_of_its_set
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from not_of_its_set(subject, "outputSet", "dataOutputRefs", "optionalOutputRefs")


RULE = Rule(id="standard-089", constraint="EXT.089", severity="warning", find=_find)
