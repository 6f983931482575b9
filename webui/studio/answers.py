"""Answers that are files: a model to draw or keep, a report with the style that is in it."""

import base64
import hashlib
import re

from flask import Response
from werkzeug.utils import secure_filename

__all__ = ["REPORT_FORMS", "json_answer", "model_answer", "picture_answer", "report_answer", "report_file_answer"]

REPORT_FORMS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""The media type of each form of a report, by the ending of its file's name."""
_BINARY = frozenset({"pdf", "xlsx"})

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def model_answer(content: bytes, name: str) -> Response:
    """Return a BPMN file. It is never shown by the browser itself: the diagram fetches it, and a link saves it."""
    answer = Response(content, mimetype="application/xml")
    saved_as = secure_filename(name) or "model.bpmn"
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved_as}"'
    return answer


def json_answer(content: bytes, name: str) -> Response:
    """Return a JSON file to keep."""
    answer = Response(content, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name)}"'
    return answer


def picture_answer(svg: str) -> Response:
    """Return a picture. Opened by itself it may do nothing: what is in it comes from an uploaded file."""
    answer = Response(svg, mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def report_answer(html: str) -> Response:
    """Return a report to read, with a policy that lets through the styles it holds, by their hash, and nothing else."""
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = _policy(html)
    return answer


def report_file_answer(kept: str, *, form: str, download_as: str) -> Response:
    """Return a report as a file to keep, from what the analysis kept of it: text, or base 64 of what is none."""
    content = base64.b64decode(kept) if form in _BINARY else kept.encode()
    answer = Response(content, mimetype=REPORT_FORMS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{download_as}"'
    return answer


def _policy(html: str) -> str:
    digests = {base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in _STYLE.findall(html)}
    styles = " ".join(f"'sha256-{digest}'" for digest in sorted(digests)) or "'none'"
    return f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; frame-ancestors 'none'"
