"""Both ends of a link are on one level of one process.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.126.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bpmn.check.links import links_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    caught: defaultdict[str, set[etree._Element]] = defaultdict(set)
    for link, scope in links_of(subject, "intermediateCatchEvent"):
        caught[f"id {link.get('id')}"].add(scope)
        caught[f"name {link.get('name')}"].add(scope)
    for link, scope in links_of(subject, "intermediateThrowEvent"):
        named = [f"id {name}" for name in subject.source.texts(link, "target")]
        scopes = set().union(*(caught.get(key, set()) for key in named or [f"name {link.get('name') or ''}"]))
        if scopes and scope not in scopes:
            text = Text("{element} leads to a link of another process or sub-process.", element=calls_it(link))
            yield fault_in_file(link, text, Text("Keep both ends of a link on one level."))


RULE = Rule(id="standard-126", constraint="EXT.126", severity="error", find=_find)
