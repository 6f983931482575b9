"""The input item of a loop is one member of the collection.

Source: BPMN 2.0.2 §10.3.8; BPMNspector EXT.070.
"""

from collections.abc import Iterator

from bpmn.check.loops import not_one_of_the_many
from bpmn.check.rule import Fault, Rule, written_for_no_engine
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from not_one_of_the_many(subject, "loopDataInputRef", "inputDataItem")


RULE = Rule(id="standard-070", constraint="EXT.070", severity="warning", find=written_for_no_engine(_find))
