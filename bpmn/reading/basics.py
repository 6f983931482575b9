"""What every element has: id, type, name, place, documentation, extensions."""

from typing import TypedDict

from lxml import etree

from bpmn.model import Extension
from bpmn.reading.context import Reading
from bpmn.reading.documentation import documentation_of
from bpmn.reading.names import attribute, local_name, one_line
from bpmn.xml import line_of

__all__ = ["ElementParts", "element_parts"]


class ElementParts(TypedDict):
    """The fields of every `Element`, ready to be given to a constructor."""

    id: str
    type: str
    name: str
    line: int | None
    documentation: str
    extensions: tuple[Extension, ...]
    kept: tuple[Extension, ...]


def element_parts(element: etree._Element, reading: Reading) -> ElementParts:
    """Return the fields that every element has."""
    return ElementParts(
        id=reading.ids[element],
        type=local_name(element),
        name=one_line(attribute(element, "name")),
        line=line_of(element),
        documentation=documentation_of(element),
        extensions=reading.extensions(element),
        kept=reading.kept(element),
    )
