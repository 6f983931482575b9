"""Data associations that copy without a transformation. BPMN 2.0.2 §10.4.1."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.subject import Subject

__all__ = ["copying_associations"]


def copying_associations(subject: Subject) -> Iterator[etree._Element]:
    """Yield the data associations that have no transformation."""
    for element in subject.source.every("dataInputAssociation", "dataOutputAssociation"):
        if subject.source.first(element, "transformation") is None:
            yield element
