"""A multi-instance loop walks through data that it can see.

Source: BPMN 2.0.2 §10.3.8; BPMNspector EXT.068.
"""

from collections.abc import Iterator

from bpmn.check.loops import walks_other_data
from bpmn.check.rule import Fault, Rule, written_for_no_engine
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    yield from walks_other_data(subject, "loopDataInputRef", "dataInput")


RULE = Rule(id="standard-068", constraint="EXT.068", severity="warning", find=written_for_no_engine(_find))
