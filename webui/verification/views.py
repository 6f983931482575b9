"""The pages that say what a certificate's code stands for."""

import hashlib

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import Certificate, NotFoundError, read_certificate
from webui.context import current_engine, current_language, current_services
from webui.presenters.certificates import certificate_name, certificate_status
from webui.presenters.work import service_name

__all__ = ["blueprint"]

blueprint = Blueprint("verification", __name__)

_LONGEST_CODE = 60


@blueprint.get("/")
def ask() -> ResponseReturnValue:
    """Ask for a code."""
    code = request.args.get("code", "")[:_LONGEST_CODE].strip()
    if code:
        return redirect(url_for(".show", certificate_code=code), 303)
    return render_template("verification/ask.html", code="", is_unknown=False)


@blueprint.get("/<certificate_code>")
def show(certificate_code: str) -> ResponseReturnValue:
    """Show what a certificate is for, without more of a person than it was made to show."""
    certificate = _find(certificate_code)
    if certificate is None:
        code = certificate_code[:_LONGEST_CODE]
        return render_template("verification/ask.html", code=code, is_unknown=True), 404
    return _page(certificate, is_same=None)


@blueprint.post("/<certificate_code>")
def compare(certificate_code: str) -> ResponseReturnValue:
    """Say whether a file is the very one that was issued; the file is not kept."""
    certificate = _find(certificate_code)
    if certificate is None:
        return redirect(url_for(".show", certificate_code=certificate_code), 303)
    sent = request.files.get("file")
    content = sent.read() if sent and sent.filename else b""
    is_same = hashlib.sha256(content).hexdigest() == certificate.sha256 if content else None
    return _page(certificate, is_same=is_same)


def _find(code: str) -> Certificate | None:
    try:
        return read_certificate(current_engine(), code=code[:_LONGEST_CODE])
    except NotFoundError:
        return None


def _page(certificate: Certificate, *, is_same: bool | None) -> str:
    service = service_name(certificate.service, current_services(), current_language())
    return render_template(
        "verification/show.html",
        certificate=certificate,
        name=certificate_name(certificate, service),
        service=service,
        status=certificate_status(certificate),
        is_same=is_same,
    )
