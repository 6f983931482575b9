"""How many participants of a kind there may be, as a file says. BPMN 2.0.2 §9.3."""

import re
from collections.abc import Iterator

from lxml import etree

from bpmn.check.subject import Subject

__all__ = ["multiplicities"]

_NUMBER = re.compile(r"[+-]?\d{1,9}")


def multiplicities(subject: Subject) -> Iterator[tuple[etree._Element, int, int]]:
    """Yield the multiplicities of participants with their least and greatest number; 0 and 1 where nothing is said."""
    for element in subject.source.every("participantMultiplicity"):
        least, most = (element.get(name, default).strip() for name, default in (("minimum", "0"), ("maximum", "1")))
        if _NUMBER.fullmatch(least) and _NUMBER.fullmatch(most):
            yield element, int(least), int(most)
