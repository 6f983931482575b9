"""Expressions as they are written in a file: which elements are one, and whether they say to be formal. §8.4.6."""

from lxml import etree

__all__ = ["EXPRESSIONS", "is_said_to_be_formal", "says_nothing"]

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

EXPRESSIONS = (
    *("conditionExpression", "loopCondition", "loopCardinality", "completionCondition", "activationCondition"),
    *("timeDate", "timeDuration", "timeCycle", "from", "to"),
)
"""The elements that the schema lets be natural-language or formal expressions."""


def is_said_to_be_formal(element: etree._Element | None) -> bool:
    """Return whether an expression's `xsi:type` says that it is a formal one."""
    return element is not None and "FormalExpression" in element.get(_XSI_TYPE, "")


def says_nothing(element: etree._Element) -> bool:
    """Return whether an expression has no text."""
    return not str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).strip()
