"""An event with data has one data element for each trigger.

Source: BPMN 2.0.2 §10.5.1; BPMNspector EXT.093.
"""

from collections.abc import Iterator

from bpmn.check.event_data import events_with_data
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for found in events_with_data(subject):
        if found.definitions and len(found.data) != len(found.definitions):
            text = Text(
                "{element} has {data} data elements for {triggers} triggers.",
                element=calls_it(found.event),
                data=len(found.data),
                triggers=len(found.definitions),
            )
            advice = Text("Give it one data element for each trigger, in the same order.")
            yield fault_in_file(found.event, text, advice)


RULE = Rule(id="standard-093", constraint="EXT.093", severity="warning", find=_find)
