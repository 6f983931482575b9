"""Constraints on links: one target each, on the level of its sources. BPMN 2.0.2 §10.5.5, Table 10.98."""

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]


def _links(subject: Subject, event: str) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the links that events of this name hold, each with the process or sub-process it is directly in."""
    for link in subject.source.every("linkEventDefinition"):
        holder = link.getparent()
        scope = None if holder is None else holder.getparent()
        if holder is not None and scope is not None and subject.source.name_of(holder) == event:
            yield link, scope


def _one_target(subject: Subject) -> Iterator[Fault]:
    taken: defaultdict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    place = {scope: str(number) for number, scope in enumerate(_scopes(subject))}
    for link, scope in _links(subject, "intermediateCatchEvent"):
        sources = subject.source.texts(link, "source")
        # A link names its other end by id; where no tool wrote that, both ends have one name.
        for key in [("id", name) for name in sources] or [(place[scope], link.get("name", ""))]:
            if key[1]:
                taken[key].append(link)
    for second in {link: None for links in taken.values() for link in links[1:]}:
        text = Text("{element} is a second target of one link.", element=calls_it(second))
        yield fault_in_file(second, text, Text("Keep one target; several sources may lead to it."))


def _scopes(subject: Subject) -> Iterator[etree._Element]:
    yield from dict.fromkeys(scope for _, scope in _links(subject, "intermediateCatchEvent"))


def _one_level(subject: Subject) -> Iterator[Fault]:
    caught: defaultdict[str, set[etree._Element]] = defaultdict(set)
    for link, scope in _links(subject, "intermediateCatchEvent"):
        caught[f"id {link.get('id')}"].add(scope)
        caught[f"name {link.get('name')}"].add(scope)
    for link, scope in _links(subject, "intermediateThrowEvent"):
        named = [f"id {name}" for name in subject.source.texts(link, "target")]
        scopes = set().union(*(caught.get(key, set()) for key in named or [f"name {link.get('name') or ''}"]))
        if scopes and scope not in scopes:
            text = Text("{element} leads to a link of another process or sub-process.", element=calls_it(link))
            yield fault_in_file(link, text, Text("Keep both ends of a link on one level."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-118", constraint="EXT.118", severity="error", find=_one_target),
    Rule(id="standard-126", constraint="EXT.126", severity="error", find=_one_level),
)
