"""An activity is labelled with a verb and its object, an event with what happened (7PMG G6)."""

import re
from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import SubProcess

__all__ = ["RULE"]

# Endings of verbal nouns and nouns of action, which name a topic instead of telling what is done.
_NOMINAL = re.compile(r"(?:tion|sion|ment|ance|ence|ity)$", re.IGNORECASE)
_MONGOLIAN = re.compile("[өү]", re.IGNORECASE)
_MOST_WORDS = 8


def _find(subject: Subject) -> Iterator[Fault]:
    for activity in subject.activities():
        words = activity.name.split()
        if not words or isinstance(activity, SubProcess):
            continue
        if len(words) > _MOST_WORDS:
            text = Text("The label of {element} has {count} words.", element=describe(activity), count=len(words))
            yield fault_at(activity, text, Text("Keep the verb and its object; put the rest into the documentation."))
        elif _is_nominal(words):
            text = Text("The label of {element} names a topic, not what is done.", element=describe(activity))
            yield fault_at(activity, text, Text("Begin with a verb, for example “Check the application”."))


def _is_nominal(words: list[str]) -> bool:
    if _MONGOLIAN.search(" ".join(words)):
        # A Mongolian verb stands last, and its dictionary form ends in -х.
        return not words[-1].rstrip(".?!").casefold().endswith("х")
    return len(words) == 1 and bool(_NOMINAL.search(words[0]))


RULE = Rule(id="label-style", severity="hint", find=_find)
