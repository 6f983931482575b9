"""Sets a certificate as PDF/A, with its code as text and as a QR code that leads to where it can be checked."""

import io
import json
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from bpmn.language import Text
from engine.certificates.values import CertificatePage
from engine.errors import EngineError

__all__ = ["CertificateNotSetError", "set_certificate", "verification_address"]

_OFFICE_ZONE = ZoneInfo("Asia/Ulaanbaatar")
_LONGEST = 20_000


class CertificateNotSetError(EngineError):
    """A certificate cannot be set: its texts are too long, or in a script that its fonts do not have."""


def verification_address(public_address: str, code: str) -> str:
    """Return where a code can be checked, "" where the installation has no address that people reach it by."""
    return f"{public_address.rstrip('/')}/verify/{code}" if public_address else ""


def set_certificate(page: CertificatePage, *, code: str, issued_at: datetime, public_address: str) -> bytes:
    """Return a certificate as PDF/A. Its texts go in as data, beside the template: none of them is read as markup.

    Args:
        page: What it says.
        code: Its verification code.
        issued_at: When it is issued.
        public_address: Where people reach this installation; without one, there is no QR code.

    Raises:
        CertificateNotSetError: If it cannot be set.
    """
    import typst  # it takes a while to load, and few processes make certificates

    data = json.dumps(_told(page, code, issued_at, public_address))
    if len(data) > _LONGEST:
        raise CertificateNotSetError(Text("The certificate's texts are too long."))
    try:
        return typst.compile(
            files("engine.certificates").joinpath("certificate.typ").read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": data, "qr": _qr_code(verification_address(public_address, code))},
            pdf_standards="a-2b",
            timestamp=issued_at.replace(microsecond=0),  # a PDF's dates have whole seconds
        )
    except (RuntimeError, ValueError, TypeError) as error:
        text = Text("The certificate could not be set: {reason}", reason=str(error))
        raise CertificateNotSetError(text) from error


def _told(page: CertificatePage, code: str, issued_at: datetime, public_address: str) -> dict[str, object]:
    address = verification_address(public_address, code) or "/verify"
    return {
        "title": page.title,
        "language": page.language,
        "issuer": page.issuer,
        "lines": page.lines,
        "facts": [*page.public, *page.facts],
        "issued_label": Text("Issued").into(page.language),
        "issued": issued_at.astimezone(_OFFICE_ZONE).strftime("%Y-%m-%d"),
        "code_label": Text("Verification code").into(page.language),
        "code": code,
        "verify": Text("Check that this certificate is real: {address}", address=address).into(page.language),
    }


def _qr_code(address: str) -> str:
    """Return the QR code (ISO/IEC 18004) of an address as SVG, "" for no address.

    A quarter of it may be soiled or torn: certificates are folded, stamped and copied.
    """
    import segno

    if not address:
        return ""
    drawing = io.BytesIO()
    segno.make_qr(address, error="q").save(drawing, kind="svg", border=4, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()
