"""The name of a document: for people to read, never for a file system to follow."""

import unicodedata

from engine.documents.content_types import EXTENSIONS

__all__ = ["clean_name"]

_LONGEST = 120
_NOT_IN_NAMES = frozenset('<>:"|?*;')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def clean_name(name: str, content_type: str) -> str:
    """Return a name that can be shown and saved anywhere, with the ending of what the file really is.

    Folders, control characters, marks that turn the reading direction and signs that some systems refuse go.

    >>> clean_name("../../etc/passwd", "application/pdf")
    'passwd.pdf'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = (sign for sign in last if unicodedata.category(sign) not in _HIDDEN and sign not in _NOT_IN_NAMES)
    plain = unicodedata.normalize("NFC", " ".join("".join(seen).split())).strip(". ")
    extension = EXTENSIONS[content_type]
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in {extension, "jpeg"}:
        plain = stem
    return f"{plain[:_LONGEST].strip('. ') or 'document'}.{extension}"
