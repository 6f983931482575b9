"""The only door through which XML comes in: hardened, bounded, with line numbers.

No DTD, no entities, no network, no unbounded size, depth or number of anything. What the bounds stop, in how much time
and memory, is measured by `bench/hostile_files.py`; real BPMN files stay far below them.
"""

import re
from typing import Any, cast

from lxml import etree

from bpmn.encoding import DecodedXml, decode_xml
from bpmn.errors import UnreadableFileError
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.signatures import kind_by_signature

__all__ = ["DEFAULT_LIMITS", "DecodedXml", "XmlLimits", "decode_xml", "line_of", "parse_again", "parse_xml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlLimits:
    """What a file may hold before it is refused.

    The defaults keep reading under 2 s and 300 MB. The largest of 1,449 real files has 0.6 MB, 7,945 elements, 15 deep,
    15,000 attributes and namespace declarations in all, 16 attributes on one element, 34 namespaces in force at one
    place, and no text or value of more than 1,800 characters; the largest known process has 540 flow nodes.

    Attributes:
        file_bytes: Size of the whole file in bytes.
        elements: Number of XML elements, comments and processing instructions.
        depth: Nesting of elements.
        attributes: Attributes on one element.
        attributes_in_all: Attributes and namespace declarations in the whole file.
        namespaces: Namespaces in force at one place.
        characters: Length of one attribute value or of one run of text.
    """

    file_bytes: int = 10 << 20
    elements: int = 50_000
    depth: int = 100
    attributes: int = 256
    attributes_in_all: int = 200_000
    namespaces: int = 256
    characters: int = 1_000_000


DEFAULT_LIMITS = XmlLimits()
_CHUNK = 1 << 14
_HARDENED: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
}
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*?\?>")


def parse_xml(data: bytes, *, source_name: str, limits: XmlLimits = DEFAULT_LIMITS) -> etree._Element:
    """Return the root element of an XML document that came from outside.

    Args:
        data: The file's bytes.
        source_name: What to call the file in messages.
        limits: Bounds on what it may hold.

    Raises:
        UnreadableFileError: If it is not XML, names a document type, or goes over a bound.
    """
    other = kind_by_signature(data)
    if other is not None:
        raise UnreadableFileError(other, source_name=source_name)
    if len(data) > limits.file_bytes:
        raise UnreadableFileError(
            Text(
                "The file has {size} MB; at most {limit} MB can be read. Split it into several models.",
                size=round(len(data) / (1 << 20), 1),
                limit=limits.file_bytes >> 20,
            ),
            source_name=source_name,
        )
    text = _decoded(data, source_name)
    if not text.strip():
        raise UnreadableFileError(Text("The file is empty. Choose a BPMN file."), source_name=source_name)
    _refuse_at_a_glance(text, source_name, limits)
    return _Guard(source_name, limits).parse(text.encode())


def parse_again(data: bytes) -> etree._Element:
    """Return the root element of a document that `parse_xml` has accepted before, without measuring it once more.

    Args:
        data: The same bytes.

    >>> parse_again(b"<a><b/></a>").tag
    'a'
    """
    text = _decoded(data, "").encode()
    try:
        return etree.fromstring(text, etree.XMLParser(recover=False, **_HARDENED))
    except etree.XMLSyntaxError:
        return etree.fromstring(text, etree.XMLParser(recover=True, **_HARDENED))


def _decoded(data: bytes, source_name: str) -> str:
    """Return a document as text without its declaration, which names an encoding that no longer holds.

    The lines of the declaration stay, so that line numbers do.
    """
    text = decode_xml(data, source_name=source_name).text
    return _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)


def line_of(element: etree._Element | None) -> int | None:
    """Return the 1-based line an element begins at, None where there is no element or no line."""
    return None if element is None else cast("int | None", element.sourceline)


def _refuse_at_a_glance(text: str, source_name: str, limits: XmlLimits) -> None:
    """Refuse what must go over a bound before any memory is spent on it.

    An element has two tags at most and an attribute one equals sign; twice as many are left to text that holds such
    signs and to the exact count while parsing.
    """
    if text.count("<") > 4 * limits.elements:
        raise UnreadableFileError(_too_many_elements(limits), source_name=source_name)
    if text.count("=") > 2 * limits.attributes_in_all:
        raise UnreadableFileError(_too_many_attributes(limits), source_name=source_name)


def _too_many_elements(limits: XmlLimits) -> Text:
    return Text("The file has more than {limit} elements. Split it into several models.", limit=limits.elements)


def _too_many_attributes(limits: XmlLimits) -> Text:
    return Text("The file has more than {limit} attributes in all.", limit=limits.attributes_in_all)


class _Guard:
    """Feeds a parser piece by piece and stops as soon as a bound is passed."""

    def __init__(self, source_name: str, limits: XmlLimits) -> None:
        self._source_name = source_name
        self._limits = limits

    def parse(self, data: bytes) -> etree._Element:
        try:
            return self._feed(data, recover=False)
        except etree.XMLSyntaxError as error:
            faults = list(self._parser.feed_error_log)
            if any(fault.domain != etree.ErrorDomains.NAMESPACE for fault in faults) or not faults:
                raise self._not_xml(error) from None
        # Well-formed but for a namespace URI with a blank in it, or a prefix that is not declared: tools write both.
        return self._feed(data, recover=True)

    def _feed(self, data: bytes, *, recover: bool) -> etree._Element:
        self._nodes = self._attributes = self._depth = self._namespaces = 0
        self._root: etree._Element | None = None
        # Only in a longer file can there be a text or a value that is too long.
        self._can_be_long = len(data) > self._limits.characters
        self._parser = etree.XMLPullParser(
            events=("start", "end", "start-ns", "end-ns", "comment", "pi"),
            recover=recover,
            **_HARDENED,
        )
        for start in range(0, len(data), _CHUNK):
            self._parser.feed(data[start : start + _CHUNK])
            self._look()
        self._parser.close()
        self._look()
        if self._root is None:
            raise self._refused(Text("The file holds no element."), None)
        return self._root

    def _look(self) -> None:
        for event, found in self._parser.read_events():
            if event == "start":
                self._begin(cast("etree._Element", found))
            elif event == "end":
                self._depth -= 1
                if self._can_be_long:
                    self._measure_text(cast("etree._Element", found))
            elif event == "start-ns":
                self._namespaces += 1
                self._attributes += 1
            elif event == "end-ns":
                self._namespaces -= 1
            else:
                self._count_node(cast("etree._Element", found))

    def _begin(self, element: etree._Element) -> None:
        if self._root is None:
            self._root = element
            if element.getroottree().docinfo.internalDTD is not None:
                raise self._refused(_DTD, element)
        count = len(element.attrib)
        self._count_node(element)
        self._depth += 1
        self._attributes += count
        limits = self._limits
        if self._depth > limits.depth:
            raise self._refused(self._too_deep(), element)
        if count > limits.attributes:
            raise self._refused(Text("An element has more than {limit} attributes.", limit=limits.attributes), element)
        if self._attributes > limits.attributes_in_all:
            raise self._refused(_too_many_attributes(limits), element)
        if self._namespaces > limits.namespaces:
            text = Text("More than {limit} namespaces are declared at one place.", limit=limits.namespaces)
            raise self._refused(text, element)
        if self._can_be_long and any(len(value) > limits.characters for value in element.attrib.values()):
            raise self._refused(
                Text("An attribute is longer than {limit} characters.", limit=limits.characters), element
            )

    def _count_node(self, node: etree._Element) -> None:
        self._nodes += 1
        if self._nodes > self._limits.elements:
            raise self._refused(_too_many_elements(self._limits), node)

    def _measure_text(self, element: etree._Element) -> None:
        # What follows an element is there only when the one around it ends.
        length = max(len(text or "") for text in (element.text, *(inner.tail for inner in element)))
        if length > self._limits.characters:
            raise self._refused(Text("A text of {length} characters is too long.", length=length), element)

    def _too_deep(self) -> Text:
        return Text("Elements are nested more than {limit} deep.", limit=self._limits.depth)

    def _not_xml(self, error: etree.XMLSyntaxError) -> UnreadableFileError:
        fatal = next((fault for fault in self._parser.feed_error_log if fault.level_name == "FATAL"), None)
        message, line = (fatal.message, fatal.line) if fatal else (error.msg or "", error.lineno or 1)
        reason = message.split(", line ")[0].strip()
        # The parser's own bounds (256 deep, 40 entities in each other) are met within one piece, before ours.
        if "Excessive depth" in reason:
            text = self._too_deep()
        elif "entity nesting" in reason:
            text = _DTD
        elif "Entity" in reason and "not defined" in reason:
            text = Text("The file uses entities of its own, which are not read for safety. Write the text itself.")
        elif "Start tag expected" in reason:
            text = Text("The file does not begin like XML. Choose a BPMN 2.0 XML file.")
        else:
            text = Text(
                "This is not well-formed XML: {reason}. Export the diagram again as BPMN 2.0 XML.",
                reason=reason,
            )
        return UnreadableFileError(text, source_name=self._source_name, line=line)

    def _refused(self, text: Text, element: etree._Element | None) -> UnreadableFileError:
        return UnreadableFileError(text, source_name=self._source_name, line=line_of(element))


_DTD = Text("The file holds a document type (DTD), which is not read for safety. Remove the DOCTYPE.")
