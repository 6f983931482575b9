"""An activity is labelled with a verb and its object (7PMG G6: Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.wording import is_mongolian, names_a_topic
from bpmn.language import Text
from bpmn.model import SubProcess

__all__ = ["RULE"]

_MOST_WORDS = 8


def _find(subject: Subject) -> Iterator[Fault]:
    is_in_mongolian = is_mongolian(node.name for node in subject.nodes())
    for activity in subject.activities():
        count = len(activity.name.split())
        if isinstance(activity, SubProcess):
            continue
        if count > _MOST_WORDS:
            text = Text("The label of {element} has {count} words.", element=describe(activity), count=count)
            yield fault_at(activity, text, Text("Keep the verb and its object; put the rest into the documentation."))
        elif names_a_topic(activity.name, is_in_mongolian=is_in_mongolian):
            text = Text("The label of {element} names a topic, not what is done.", element=describe(activity))
            yield fault_at(activity, text, Text("Begin with a verb, for example “Check the application”."))


RULE = Rule(id="label-style", severity="hint", find=_find)
