"""Writing BPMN files: edits that change what they mean to and leave every other byte as it was."""

import re
from collections.abc import Mapping

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.reading.identities import Identities
from bpmn.xml import decode_xml, parse_xml

__all__ = ["with_names"]

# A well-formed document in pieces. What starts no element is skipped whole, so that nothing in it is taken for one.
_PIECE = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</[^>]*>"""
    r"""|(?P<start><[^\s/>!?][^\s/>]*)(?P<attributes>(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)(?P<close>\s*/?>)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?P<before>\s+(?P<name>[^\s=]+)\s*=\s*)(?P<value>"[^"]*"|'[^']*')""")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def with_names(data: bytes, names: Mapping[str, str]) -> bytes:
    """Return a BPMN file with other names for some of its elements.

    Args:
        data: The file's bytes.
        names: The new name by the id of each element, as the `Model` has it (made-up ids included).

    Returns:
        The file in its own encoding; everything but these names is as it was, byte for byte.

    Raises:
        UnreadableFileError: If the file is not XML.
        BpmnFileError: If it has no element of one of the ids, or a name holds a character that XML does not allow.
    """
    root = parse_xml(data, source_name="")
    ids = Identities(root)
    elements = {ids.find_exactly(element_id): (element_id, name) for element_id, name in names.items()}
    for element, (element_id, name) in elements.items():
        _check(element is not None, element_id, name)
    places = {place: elements[element][1] for place, element in enumerate(root.iter("*")) if element in elements}
    source = decode_xml(data, source_name="")
    return source.mark + _rewritten(source.text, places).encode(source.encoding, "xmlcharrefreplace")


def _check(is_known: bool, element_id: str, name: str) -> None:
    if not is_known:
        raise BpmnFileError(Text("The file has no element {id}.", id=element_id), element=element_id)
    if _NOT_XML.search(name):
        text = Text("The new name of {id} holds a character that XML does not allow.", id=element_id)
        raise BpmnFileError(text, element=element_id)


def _rewritten(text: str, places: Mapping[int, str]) -> str:
    """Return the document with the names at these places, counted by elements in document order."""
    count = -1

    def piece(found: re.Match[str]) -> str:
        nonlocal count
        if found["start"] is None:
            return found[0]
        count += 1
        if count not in places:
            return found[0]
        return found["start"] + _with_name(found["attributes"], places[count]) + found["close"]

    return _PIECE.sub(piece, text)


def _with_name(attributes: str, name: str) -> str:
    """Return an element's attributes with this name, in its old place or behind the id."""
    value = '"' + "".join(_ESCAPES.get(character, character) for character in name) + '"'
    found = {attribute["name"]: attribute for attribute in _ATTRIBUTE.finditer(attributes)}
    if "name" in found:
        old = found["name"]
        return attributes[: old.start("value")] + value + attributes[old.end("value") :]
    behind = found["id"].end() if "id" in found else 0
    return f"{attributes[:behind]} name={value}{attributes[behind:]}"
