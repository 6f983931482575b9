"""Links: the definitions of link events, which pair by id or by name. BPMN 2.0.2 §10.5.5."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.subject import Subject

__all__ = ["links_of"]


def links_of(subject: Subject, event: str) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the links that events of this name hold, each with the process or sub-process it is directly in."""
    for link in subject.source.every("linkEventDefinition"):
        holder = link.getparent()
        scope = None if holder is None else holder.getparent()
        if holder is not None and scope is not None and subject.source.name_of(holder) == event:
            yield link, scope
