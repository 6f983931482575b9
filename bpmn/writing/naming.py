"""Other names, and other values of attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.writing.document import Document
from bpmn.writing.edit import Edit, apply_edits

__all__ = ["Rename", "SetAttribute", "with_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Edit):
    """Give an element another name.

    Attributes:
        element: Its id.
        name: The new name; None takes the name away.
    """

    element: str
    name: str | None

    def apply(self, document: Document) -> None:
        """Make the change."""
        SetAttribute(element=self.element, attribute="name", value=self.name).apply(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAttribute(Edit):
    """Set or remove an attribute of an element.

    Attributes:
        element: The element's id.
        attribute: The attribute's name as it is written, its prefix included; the prefix must be declared in the file.
        value: The new value; None removes the attribute.
    """

    element: str
    attribute: str
    value: str | None

    def apply(self, document: Document) -> None:
        """Make the change."""
        tag = document.element(self.element)
        prefix, colon, _ = self.attribute.partition(":")
        if self.attribute == "id":
            text = Text("The id of {id} cannot be changed: other elements refer to it.", id=self.element)
            raise BpmnFileError(text, element=self.element)
        if self.value is None:
            tag.drop(self.attribute)
            return
        if colon and prefix not in {"xml", *tag.declared()}:
            text = Text("The prefix {prefix} is not declared, so {id} cannot use it.", prefix=prefix, id=self.element)
            raise BpmnFileError(text, element=self.element)
        tag.set(self.attribute, self.value)


def with_names(data: bytes, names: Mapping[str, str]) -> bytes:
    """Return a BPMN file with other names for some of its elements.

    Args:
        data: The file's bytes.
        names: The new name by the id of each element, as the `Model` has it (made-up ids included).

    Returns:
        The file in its own encoding; everything but these names is as it was, byte for byte.

    Raises:
        UnreadableFileError: If the file is not BPMN 2.0 XML.
        BpmnFileError: If it has no element of one of the ids, or a name holds a character that XML does not allow.
    """
    return apply_edits(data, (Rename(element=element, name=name) for element, name in names.items()))
