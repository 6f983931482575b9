"""Small files of every kind, good and hostile, made here."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def png() -> bytes:
    """Return a picture of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    )


def package(**parts: bytes) -> bytes:
    """Return a zip file of these parts; `__` in a name stands for "/" and a final `_xml` for ".xml"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return buffer.getvalue()


_TYPES = {"[Content_Types]_xml": b"<Types/>"}
DOCX = package(**_TYPES, word__document_xml=b"<document/>")
XLSX = package(**_TYPES, xl__workbook_xml=b"<workbook/>")
ODT = package(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<office/>")
DOCX_WITH_MACROS = package(**_TYPES, word__document_xml=b"<document/>", word__vbaProject_bin=b"code")
ZIP = package(readme=b"hello")
BOMB = package(**_TYPES, word__document_xml=b"\0" * 30_000_000)
