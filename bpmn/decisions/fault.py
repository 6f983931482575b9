"""One thing that is wrong at an element of a DMN file."""

from dataclasses import dataclass

from lxml import etree

from bpmn.check.finding import Severity
from bpmn.language import Text

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a check found, before it is told.

    Attributes:
        rule: A key of `DECISION_RULES`.
        element: Where.
        text: What is wrong.
        advice: How to mend it.
        severity: How bad it is, where that differs from the rule's.
    """

    rule: str
    element: etree._Element
    text: Text
    advice: Text
    severity: Severity | None = None
