"""Which encoding a file's text is in, by its byte order mark, its declaration and its bytes."""

import codecs
import re

from bpmn.errors import UnreadableFileError
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["DecodedXml", "decode_xml"]

_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# The marks of UTF-32 begin with those of UTF-16, so they are asked first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How a document in UTF-16 begins that has no mark (XML 1.0, appendix F.1).
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_ONE_BYTE = frozenset({f"iso8859-{n}" for n in range(1, 17)} | {f"cp125{n}" for n in range(9)} | {"koi8-r", "ascii"})
# UTF-7 and the like can hide markup from whoever looks at the bytes, so only plain encodings are taken.
_ENCODINGS = _ONE_BYTE | {
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "gbk",
    "gb2312",
    "shift_jis",
    "euc_jp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedXml:
    """An XML document as text, and how to turn it back into bytes.

    Attributes:
        text: The whole document, its declaration included.
        encoding: Python's name of the encoding of the bytes.
        mark: The byte order mark they begin with, b"" for none.
        claimed: The encoding that the file claims and is not in, "" where it is in the one it claims.
    """

    text: str
    encoding: str
    mark: bytes
    claimed: str = ""


def decode_xml(data: bytes, *, source_name: str) -> DecodedXml:
    """Return the text of an XML document by its byte order mark, its declared encoding, or else as UTF-8.

    Text in UTF-8 is read as that whatever one-byte encoding it claims: tools write the wrong one, and text that really
    is in a one-byte encoding is practically never valid UTF-8.

    Raises:
        UnreadableFileError: If the encoding is not one that is taken, or the bytes are not in it.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    encoding = encoding or next((name for start, name in _UNMARKED if data.startswith(start)), "")
    declared = "" if encoding else _declared_encoding(data)
    encoding = encoding or declared or "utf-8"
    name = _known(encoding, source_name)
    if declared and name in _ONE_BYTE and not data.isascii() and (text := _decoded(data, "utf-8")) is not None:
        return DecodedXml(text=text, encoding="utf-8", mark=b"", claimed=declared)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong(encoding, source_name, line, is_said=bool(declared or mark)) from None
    return DecodedXml(text=text, encoding=encoding, mark=mark)


def _known(encoding: str, source_name: str) -> str:
    """Return Python's own name of an encoding that is taken."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = ""
    if name not in _ENCODINGS:
        raise UnreadableFileError(
            Text("The encoding {encoding} is not known here. Save the file as UTF-8.", encoding=encoding),
            source_name=source_name,
        )
    return name


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wrong(encoding: str, source_name: str, line: int, *, is_said: bool) -> UnreadableFileError:
    if is_said:
        text = Text("The text is not {encoding}, which the file says it is. Save it as UTF-8.", encoding=encoding)
    else:
        text = Text("The text is not UTF-8, and the file names no other encoding. Save it as UTF-8.")
    return UnreadableFileError(text, source_name=source_name, line=line)


def _declared_encoding(data: bytes) -> str:
    declared = _ENCODING.match(data)
    encoding = declared[1].decode("ascii").lower() if declared else ""
    # A declaration that can be read byte by byte is not in UTF-16, whatever it says: .NET's writers leave it behind.
    return "" if encoding.startswith(("utf-16", "utf-32")) else encoding
