"""A script task with a script says in which language it is.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.053.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in subject.source.every("scriptTask"):
        if subject.source.first(task, "script") is not None and not task.get("scriptFormat"):
            text = Text("{element} has a script, but does not say its language.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Name the language with scriptFormat."))


RULE = Rule(id="standard-053", constraint="EXT.053", severity="hint", find=written_for_no_engine(_find))
