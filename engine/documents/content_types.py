"""What a file is by its content. Its name and what the browser says of it are claims, and are not asked.

Only types that an office needs and that no browser runs are known: PDF, PNG, JPEG, and Word, Excel and OpenDocument
files without macros. HTML, SVG and programs are therefore never kept, whatever they are called.

Sources: ISO 32000-1 §7.5.2 and §7.5.5 (PDF), W3C PNG §5.2, ITU-T T.81 §B.1.1.3 (JPEG), ECMA-376 part 2 (Office Open
XML), OpenDocument 1.3 part 2 §3.3.
"""

import io
import zipfile
from collections.abc import Callable

__all__ = ["EXTENSIONS", "detect_content_type"]

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

EXTENSIONS = {PDF: "pdf", PNG: "png", JPEG: "jpg", DOCX: "docx", XLSX: "xlsx", ODT: "odt", ODS: "ods"}
"""The ending that the name of a file of each type gets."""

_END_OF_PDF = 1024
_MOST_PARTS = 2_000
_LARGEST_UNPACKED = 200 * 1024 * 1024
_LARGEST_RATIO = 200
_TYPE_OF_OPENDOCUMENT = "mimetype"


def detect_content_type(content: bytes) -> str | None:
    """Return the media type of a file by its content, or None where it is none of those that are kept."""
    for marks, detect in _DETECTORS:
        if content.startswith(marks):
            return detect(content)
    return None


def _pdf(content: bytes) -> str | None:
    # A file that was cut off has no end mark; writers may add a little after it.
    return PDF if b"%%EOF" in content[-_END_OF_PDF:] and content[5:6].isdigit() else None


def _png(content: bytes) -> str | None:
    return PNG if content[12:16] == b"IHDR" and content[-12:-4].endswith(b"IEND") else None


def _jpeg(content: bytes) -> str | None:
    return JPEG if content.rstrip(b"\0").endswith(b"\xff\xd9") else None


def _office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or not _is_modest(parts, len(content)):
                return None
            names = {part.filename.lower() for part in parts}
            if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
                return None  # macros
            return _office_type(package, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None


def _is_modest(parts: list[zipfile.ZipInfo], packed: int) -> bool:
    unpacked = sum(part.file_size for part in parts)
    return unpacked <= _LARGEST_UNPACKED and unpacked <= _LARGEST_RATIO * packed


def _office_type(package: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[content_types].xml" in names:
        return next((kind for part, kind in _OFFICE_PARTS if part in names), None)
    if _TYPE_OF_OPENDOCUMENT in names and package.getinfo(_TYPE_OF_OPENDOCUMENT).file_size < _END_OF_PDF:
        said = package.read(_TYPE_OF_OPENDOCUMENT).decode("ascii", "replace").strip()
        return said if said in {ODT, ODS} else None
    return None


_OFFICE_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_DETECTORS: tuple[tuple[bytes, Callable[[bytes], str | None]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"PK\x03\x04", _office),
)
