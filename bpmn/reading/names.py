"""Namespaces, and short ways through an XML tree."""

from collections.abc import Iterator
from functools import cache, lru_cache

from lxml import etree

__all__ = [
    "BPMN",
    "BPMN_NAMESPACES",
    "DC",
    "DD_DI",
    "DI",
    "XML_SCHEMA",
    "attribute",
    "child",
    "child_text",
    "children",
    "flag",
    "is_bpmn",
    "local_name",
    "namespace_of",
    "one_line",
    "sub_elements",
    "text_in",
    "whole_number",
    "words",
]

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
# The second is the beta of 2010, which early tools wrote and which differs in nothing that is read here.
BPMN_NAMESPACES = frozenset({BPMN, "http://schema.omg.org/spec/BPMN/2.0"})
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
XML_SCHEMA = "http://www.w3.org/2001/XMLSchema"
DD_DI = "http://www.omg.org/spec/DD/20100524/DI"


# A file has few different names, however large it is; they are taken apart once each.
@lru_cache(maxsize=4096)
def namespace_of(name: str) -> str:
    """Return the namespace URI of a `{uri}local` name, "" where it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def local_name(element: etree._Element) -> str:
    """Return the element's name without its namespace."""
    return _local(str(element.tag))


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def is_bpmn(element: etree._Element) -> bool:
    """Whether the element is in BPMN's own namespace."""
    return namespace_of(str(element.tag)) in BPMN_NAMESPACES


def sub_elements(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements directly inside, without comments and processing instructions."""
    return (inner for inner in element if isinstance(inner.tag, str))


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the BPMN elements of these local names directly inside, in the file's order."""
    return list(element.iterchildren(*_qualified(names))) if len(element) else []


@cache
def _qualified(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for namespace in sorted(BPMN_NAMESPACES) for name in names)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first BPMN element of that local name directly inside, or None."""
    return next(element.iterchildren(*_qualified((name,))), None) if len(element) else None


def child_text(element: etree._Element, name: str) -> str:
    """Return the text of the first BPMN element of that name directly inside, stripped, "" where there is none."""
    inner = child(element, name)
    return "" if inner is None else text_in(inner).strip()


def text_in(element: etree._Element) -> str:
    """Return all text inside an element, that of the elements in it included."""
    return "".join(str(part) for part in element.itertext())


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return an attribute's value without the blanks around it."""
    value = element.get(name)
    return default if value is None else value.strip()


def flag(element: etree._Element, name: str, *, default: bool = False) -> bool:
    """Return a boolean attribute; what is neither true nor false counts as the default."""
    return {"true": True, "1": True, "false": False, "0": False}.get(attribute(element, name).lower(), default)


def whole_number(element: etree._Element, name: str) -> int | None:
    """Return a whole-number attribute, or None where it is missing, unlimited or no number."""
    value = attribute(element, name)
    # Ten digits are more than any count in a model; longer ones would only cost time.
    return int(value) if value.isascii() and value.removeprefix("-").isdigit() and len(value) <= 10 else None


def one_line(text: str) -> str:
    """Return the text with line breaks and runs of blanks made single blanks."""
    return " ".join(text.split())


def words(*lines: str) -> frozenset[str]:
    """Return the words in the lines as a set: how long lists of names are written here."""
    return frozenset(word for line in lines for word in line.split())
