"""The only door through which XML comes in: hardened, bounded, with line numbers.

No DTD, no entities, no network, no unbounded size, depth or number of anything. The bounds and what each of them stops
are measured in the project's reliability notes; real BPMN files stay far below them.
"""

import codecs
import re
from dataclasses import dataclass
from typing import cast

from lxml import etree

from bpmn.errors import UnreadableFileError
from bpmn.language import Text

__all__ = ["DEFAULT_LIMITS", "DecodedXml", "XmlLimits", "decode_xml", "line_of", "parse_xml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlLimits:
    """What a file may hold before it is refused.

    Attributes:
        file_bytes: Size of the whole file in bytes.
        elements: Number of XML elements.
        depth: Nesting of elements.
        attributes: Attributes on one element.
        characters: Length of one attribute value or of one run of text.
    """

    file_bytes: int = 10 << 20
    elements: int = 100_000
    depth: int = 100
    attributes: int = 256
    characters: int = 1_000_000


DEFAULT_LIMITS = XmlLimits()
_CHUNK = 1 << 14
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-7 and the like can hide markup from whoever looks at the bytes, so only plain encodings are taken.
_ENCODINGS = frozenset(
    {
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "ascii",
        "gb18030",
        "gbk",
        "gb2312",
        "shift_jis",
        "euc_jp",
        "koi8-r",
    }
    | {f"iso8859-{n}" for n in range(1, 17)}
    | {f"cp125{n}" for n in range(9)}
)


def parse_xml(data: bytes, *, source_name: str, limits: XmlLimits = DEFAULT_LIMITS) -> etree._Element:
    """Return the root element of an XML document that came from outside.

    Args:
        data: The file's bytes.
        source_name: What to call the file in messages.
        limits: Bounds on what it may hold.

    Raises:
        UnreadableFileError: If it is not XML, names a document type, or goes over a bound.
    """
    if len(data) > limits.file_bytes:
        raise UnreadableFileError(
            Text(
                "The file has {size} MB; at most {limit} MB can be read. Split it into several models.",
                size=round(len(data) / (1 << 20), 1),
                limit=limits.file_bytes >> 20,
            ),
            source_name=source_name,
        )
    text = decode_xml(data, source_name=source_name).text
    # The declaration names an encoding that no longer holds; its lines stay, so that line numbers do.
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    if not text.strip():
        raise UnreadableFileError(Text("The file is empty. Choose a BPMN file."), source_name=source_name)
    return _Guard(source_name, limits).parse(text.encode())


def line_of(element: etree._Element | None) -> int | None:
    """Return the 1-based line an element begins at, None where there is no element or no line."""
    return None if element is None else cast("int | None", element.sourceline)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedXml:
    """An XML document as text, and how to turn it back into bytes.

    Attributes:
        text: The whole document, its declaration included.
        encoding: Python's name of the encoding of the bytes.
        mark: The byte order mark they begin with, b"" for none.
    """

    text: str
    encoding: str
    mark: bytes


def decode_xml(data: bytes, *, source_name: str) -> DecodedXml:
    """Return the text of an XML document by its byte order mark or its declared encoding.

    Raises:
        UnreadableFileError: If the encoding is not one that is taken, or the bytes are not in it.
    """
    mark, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", ""))
    encoding = encoding or _declared_encoding(data)
    try:
        is_known = codecs.lookup(encoding).name in _ENCODINGS
    except LookupError:
        is_known = False
    if not is_known:
        raise UnreadableFileError(
            Text("The encoding {encoding} is not known here. Save the file as UTF-8.", encoding=encoding),
            source_name=source_name,
        )
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            Text("The text is not {encoding}, which the file says it is. Save it as UTF-8.", encoding=encoding),
            source_name=source_name,
            line=line,
        ) from None
    return DecodedXml(text=text, encoding=encoding, mark=mark)


def _declared_encoding(data: bytes) -> str:
    declared = _ENCODING.match(data)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    # A declaration that can be read byte by byte is not in UTF-16, whatever it says: .NET's writers leave it behind.
    return "utf-8" if encoding.startswith("utf-16") else encoding


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
        self._elements = 0
        self._depth = 0
        self._root: etree._Element | None = None
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            recover=recover,
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
            element = cast("etree._Element", found)
            if event == "start":
                self._begin(element)
            else:
                self._depth -= 1
                if element.text and len(element.text) > self._limits.characters:
                    raise self._refused(
                        Text("A text of {length} characters is too long.", length=len(element.text)), element
                    )

    def _begin(self, element: etree._Element) -> None:
        if self._root is None:
            self._root = element
            if element.getroottree().docinfo.internalDTD is not None:
                raise self._refused(
                    Text("The file holds a document type (DTD), which is not read for safety. Remove the DOCTYPE."),
                    element,
                )
        self._elements += 1
        self._depth += 1
        limits = self._limits
        if self._elements > limits.elements:
            raise self._refused(Text("The file has more than {limit} elements.", limit=limits.elements), element)
        if self._depth > limits.depth:
            raise self._refused(Text("Elements are nested more than {limit} deep.", limit=limits.depth), element)
        if len(element.attrib) > limits.attributes:
            raise self._refused(Text("An element has more than {limit} attributes.", limit=limits.attributes), element)
        if any(len(value) > limits.characters for value in element.attrib.values()):
            raise self._refused(
                Text("An attribute is longer than {limit} characters.", limit=limits.characters), element
            )

    def _not_xml(self, error: etree.XMLSyntaxError) -> UnreadableFileError:
        fatal = next((fault for fault in self._parser.feed_error_log if fault.level_name == "FATAL"), None)
        message, line = (fatal.message, fatal.line) if fatal else (error.msg or "", error.lineno or 1)
        reason = message.split(", line ")[0]
        if "Entity" in reason and "not defined" in reason:
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
