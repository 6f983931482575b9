"""Pages on which managers look certificates up, revoke them and have them issued anew."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    CertificateNotKeptError,
    CertificateNotSetError,
    IssuedCertificate,
    NotFoundError,
    ReasonMissingError,
    find_certificates,
    read_issued_certificate,
    reissue_certificate,
    revoke_certificate,
)
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.certificate_presenting import present_certificate, present_certificates
from webui.operations.views import blueprint
from webui.presenters.paging import place_asked, present_list_pager
from webui.words import gettext as _

__all__: list[str] = []

_LONGEST = 60


@blueprint.get("/certificates")
def certificates() -> ResponseReturnValue:
    """Show the certificates, the newest first, or those of a code or a case."""
    text = request.args.get("text", "")[:_LONGEST].strip()
    found = find_certificates(current_engine(), text=text, actor=actor(), **place_asked())
    rows = present_certificates(found.items, current_services(), current_language())
    return render_template("operations/certificates.html", rows=rows, text=text, pager=present_list_pager(found))


@blueprint.get("/certificates/<certificate_code>")
def certificate(certificate_code: str) -> ResponseReturnValue:
    """Show one certificate and what can be done to it."""
    return _page(_found(certificate_code))


@blueprint.post("/certificates/<certificate_code>/revoke")
def revoke(certificate_code: str) -> ResponseReturnValue:
    """Revoke a certificate."""
    return _change(certificate_code, revoke_certificate, "revoke", _("The certificate was revoked."))


@blueprint.post("/certificates/<certificate_code>/reissue")
def reissue(certificate_code: str) -> ResponseReturnValue:
    """Have a certificate issued anew, and show the new one."""
    return _change(certificate_code, reissue_certificate, "reissue", _("This certificate was issued in its place."))


def _change(code: str, command: Callable[..., IssuedCertificate], field: str, done: str) -> ResponseReturnValue:
    found = _found(code)
    try:
        after = command(current_engine(), code=code, reason=request.form.get("reason", ""), actor=actor())
    except (CertificateNotKeptError, CertificateNotSetError, ReasonMissingError) as error:
        return _page(found, problem=(field, error.into(current_language()))), 422
    flash(done, "done")
    return redirect(url_for(".certificate", certificate_code=after.certificate.code), 303)


def _found(code: str) -> IssuedCertificate:
    try:
        return read_issued_certificate(current_engine(), code=code[:_LONGEST], actor=actor())
    except NotFoundError:
        abort(404)


def _page(found: IssuedCertificate, *, problem: tuple[str, str] | None = None) -> str:
    page = present_certificate(current_engine(), found, current_services(), current_language())
    return render_template(
        "operations/certificate.html", page=page, problem=problem, reason=request.form.get("reason", "")
    )
