"""What an installation decides about documents, and the one way in for bytes."""

from dataclasses import dataclass, field
from pathlib import Path

from bpmn.language import Text
from engine.documents.content_types import detect_content_type
from engine.documents.folder import DocumentFolder
from engine.documents.scanning import CommandScanner, DocumentRefusedError, Scan

__all__ = ["DocumentKeeping", "KeptFile", "open_documents"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """Bytes that have been kept.

    Attributes:
        content_type: What they are, as a media type.
        sha256: What they are kept under.
        size: How many they are.
    """

    content_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeeping:
    """Where documents are kept and what is kept.

    Attributes:
        folder: Where the bytes are.
        scan: Looks each upload over, or None where the installation has no scanner.
        largest_bytes: The largest file.
        most_in_draft: How many files one application may have before it is sent.
        most_in_case: How many files one case may have.
    """

    folder: DocumentFolder
    scan: Scan | None = field(default=None, repr=False)
    largest_bytes: int = 5 * _MEGABYTE
    most_in_draft: int = 20
    most_in_case: int = 200

    def keep(self, content: bytes) -> KeptFile:
        """Keep a file that somebody uploaded.

        Raises:
            DocumentRefusedError: If it is empty, too large, of no type that is kept, or refused by the scanner.
        """
        if not content:
            raise DocumentRefusedError(Text("The file is empty."))
        if len(content) > self.largest_bytes:
            raise DocumentRefusedError(
                Text("The file is too large; {limit} MB is the most.", limit=self.largest_bytes // _MEGABYTE or 1)
            )
        content_type = detect_content_type(content)
        if content_type is None:
            raise DocumentRefusedError(
                Text("The file is no PDF, PNG, JPEG, Word, Excel or OpenDocument file, or it is damaged or has macros.")
            )
        if self.scan is not None:
            self.scan(content)
        return KeptFile(content_type=content_type, sha256=self.folder.keep(content), size=len(content))


def open_documents(root: Path, *, scan_command: tuple[str, ...] = ()) -> DocumentKeeping:
    """Return the keeping of documents in a folder.

    Args:
        root: The folder; made when the first document comes.
        scan_command: The scanner's command and its arguments, none for no scanner.
    """
    return DocumentKeeping(folder=DocumentFolder(root), scan=CommandScanner(scan_command) if scan_command else None)
