"""Sequence flows that leave what they begin in. BPMN 2.0.2 §7.6.1."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.families import FLOW_NODES
from bpmn.check.source import Source

__all__ = ["crossing_flows", "process_of"]


def crossing_flows(source: Source) -> Iterator[tuple[etree._Element, etree._Element, etree._Element]]:
    """Yield the sequence flows between nodes not directly in one element, with what each node is directly in."""
    for flow in source.every("sequenceFlow"):
        begun, ended = (_holder(source, flow.get(end)) for end in ("sourceRef", "targetRef"))
        if begun is not None and ended is not None and begun is not ended:
            yield flow, begun, ended


def _holder(source: Source, node: str | None) -> etree._Element | None:
    found = source.named(node)
    return None if found is None or source.name_of(found) not in FLOW_NODES else found.getparent()


def process_of(source: Source, holder: etree._Element) -> etree._Element | None:
    """Return the process that an element is, or is in; None where it is in none."""
    around = (holder, *holder.iterancestors())
    return next((element for element in around if source.name_of(element) == "process"), None)
