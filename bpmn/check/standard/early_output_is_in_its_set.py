"""An output that may come during the work is one of its set.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.090.
"""

from collections.abc import Iterator

from bpmn.check.data_sets import not_of_its_set
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from not_of_its_set(subject, "outputSet", "dataOutputRefs", "whileExecutingOutputRefs")


RULE = Rule(id="standard-090", constraint="EXT.090", severity="warning", find=_find)
