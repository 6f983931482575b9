"""Every data input is in an input set.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.084.
"""

from collections.abc import Iterator

from bpmn.check.data_sets import in_no_set
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from in_no_set(subject, "dataInput", "inputSet", "dataInputRefs")


RULE = Rule(id="standard-084", constraint="EXT.084", severity="warning", find=_find)
