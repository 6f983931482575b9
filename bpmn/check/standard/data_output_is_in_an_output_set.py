"""Every data output is in an output set.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.088.
"""

from collections.abc import Iterator

from bpmn.check.data_sets import in_no_set
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from in_no_set(subject, "dataOutput", "outputSet", "dataOutputRefs")


RULE = Rule(id="standard-088", constraint="EXT.088", severity="warning", find=_find)
