"""What a file is that is not text at all: told by its first bytes."""

from bpmn.language import Text

__all__ = ["kind_by_signature"]

_UNPACK = "The file is {kind}. Unpack it and choose the BPMN file in it."
_EXPORT = "The file is {kind}, not BPMN 2.0. Export the diagram as BPMN 2.0 XML."
# As the formats' own specifications give them. A ZIP archive is also what .docx, .vsdx and Bizagi's .bpm files are.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"PK\x05\x06", "a ZIP archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a", "a RAR archive", _UNPACK),
    (b"%PDF-", "a PDF document", _EXPORT),
    (b"\x89PNG", "a PNG picture", _EXPORT),
    (b"\xff\xd8\xff", "a JPEG picture", _EXPORT),
    (b"GIF8", "a GIF picture", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "a Microsoft Office or Visio document", _EXPORT),
    (b"{\\rtf", "a rich text document", _EXPORT),
)


def kind_by_signature(data: bytes) -> Text | None:
    """Return what to say of bytes that begin like another kind of file, None where nothing is known of them.

    Archives are never unpacked here, so it does not matter how large they would become.
    """
    for signature, kind, sentence in _SIGNATURES:
        if data.startswith(signature):
            return Text(sentence, kind=Text(kind))
    return None
