"""Handing documents out: as files to save, which no browser runs or shows inside a page of ours."""

import io

from flask import Response, send_file

from engine import Document

__all__ = ["hand_out"]

_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def hand_out(document: Document, content: bytes) -> Response:
    """Return a document as an attachment of the type that its content has (ASVS 12.5, 14.4)."""
    answer = send_file(
        io.BytesIO(content), mimetype=document.content_type, as_attachment=True, download_name=document.name
    )
    answer.headers["Content-Security-Policy"] = _SANDBOX
    return answer
