"""DMN's XML, whatever the version and the prefix: elements by their local names."""

from collections.abc import Iterator

from lxml import etree

__all__ = ["attribute", "child", "children", "line_of", "local_name", "text_of", "whole_text"]


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Return the children that have one of these names; none where there is no element."""
    return (inner for inner in (() if element is None else element) if local_name(inner) in names)


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child that has one of these names, or None."""
    return None if element is None else next(children(element, *names), None)


def text_of(element: etree._Element | None) -> str:
    """Return the text of the child `text`, as expressions are written, or ""."""
    return whole_text(child(element, "text"))


def whole_text(element: etree._Element | None) -> str:
    """Return all text in an element, or ""."""
    return "" if element is None else "".join(str(piece) for piece in element.itertext())


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, whatever its namespace, or ""."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def line_of(element: etree._Element) -> int | None:
    """Return the 1-based line of an element in its file."""
    line = element.sourceline
    return line if isinstance(line, int) else None
