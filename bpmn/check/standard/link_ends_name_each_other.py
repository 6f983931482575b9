"""The target that a link names names it in return.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.118.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for link in source.every("linkEventDefinition"):
        for name in source.texts(link, "target"):
            target = source.named(name)
            if target is None or link.get("id", "") not in source.texts(target, "source"):
                text = Text(
                    "{element} names {target} as its target, which does not name it in return.",
                    element=calls_it(link),
                    target=name,
                )
                yield fault_in_file(link, text, Text("Name both ends of the link in each other."))


RULE = Rule(id="standard-118", constraint="EXT.118", severity="error", find=_find)
