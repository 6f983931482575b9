"""An edit of a BPMN file is a value; edits are applied to bytes and give bytes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from bpmn.writing.document import Document

__all__ = ["Edit", "apply_edits"]


class Edit(ABC):
    """One change of a file: a value, the same for any file that has the elements it names."""

    __slots__ = ()

    @abstractmethod
    def apply(self, document: Document) -> None:
        """Make the change.

        Raises:
            BpmnFileError: If the file lacks an element it names, or the change cannot be made there.
        """


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a BPMN file with some changes made, one after the other.

    Args:
        data: The file's bytes.
        edits: What to change; ids are those the `Model` has, made-up ids included.

    Returns:
        The file in its own encoding. What no edit means to change stays byte for byte: blanks, comments, processing
        instructions, CDATA, character references, the order and quotes of attributes.

    Raises:
        UnreadableFileError: If the file is not BPMN 2.0 XML.
        BpmnFileError: If an edit cannot be made; no bytes are given then.
    """
    document = Document(data)
    for edit in edits:
        edit.apply(document)
    return bytes(document)
