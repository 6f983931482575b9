"""A link has one target, however many sources lead to it.

Source: BPMN 2.0.2 §10.5.5.
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
    taken: defaultdict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    scopes = dict.fromkeys(scope for _, scope in links_of(subject, "intermediateCatchEvent"))
    place = {scope: str(number) for number, scope in enumerate(scopes)}
    for link, scope in links_of(subject, "intermediateCatchEvent"):
        sources = subject.source.texts(link, "source")
        # A link names its other end by id; where no tool wrote that, both ends have one name.
        for key in [("id", name) for name in sources] or [(place[scope], link.get("name", ""))]:
            if key[1]:
                taken[key].append(link)
    for second in {link: None for links in taken.values() for link in links[1:]}:
        text = Text("{element} is a second target of one link.", element=calls_it(second))
        yield fault_in_file(second, text, Text("Keep one target; several sources may lead to it."))


RULE = Rule(id="link-target", severity="error", find=_find)
