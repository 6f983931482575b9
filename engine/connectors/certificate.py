"""The topic `certificate`: a PDF with a code by which anybody can see whether it is real."""

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from bpmn.language import Text
from engine.connectors.blanks import DEFAULT_LANGUAGE, fill, setting
from engine.ports import CertificateMade, Clock, DocumentMade, JobRequest, TaskFailure, TaskResult
from engine.references import create_reference

__all__ = ["CertificateMaker"]

_OFFICE_ZONE = ZoneInfo("Asia/Ulaanbaatar")
_PDF = "application/pdf"
_LONGEST = 20_000
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class CertificateMaker:
    """Does tasks of the topic `certificate`."""

    def __init__(
        self, *, clock: Clock, public_address: str = "", new_code: Callable[[], str] = create_reference
    ) -> None:
        """Prepare the connector.

        Args:
            clock: Tells the time.
            public_address: Where people reach this installation, printed on the certificate.
            new_code: Gives codes that nobody can guess.
        """
        self._clock = clock
        self._public_address = public_address.rstrip("/")
        self._new_code = new_code

    def __call__(self, request: JobRequest) -> TaskResult:
        """Make a certificate.

        Inputs or headers, each also with a language behind a dot: `title`, `text` (paragraphs), `issuer`; `facts`,
        lines "Name = value" that are printed; `public`, the same, printed and shown to everybody who has the code. All
        may have blanks. Header `groups`: the candidate groups that may read it.

        Returns:
            `certificate_code`, and `certificate`: the document.

        Raises:
            TaskFailure: If it has no title, or cannot be set.
        """
        title = " ".join(_words(request, "title").split())
        if not title:
            raise TaskFailure('The task gives no "title".', retry=False)
        code = self._new_code()
        public = _facts(request, "public")
        content = _set(self._page(request, title, code, public), self._clock.now())
        name = f"{title[:80]}.pdf"
        made = DocumentMade(
            name=name,
            content=content,
            content_type=_PDF,
            groups=tuple(request.headers.get("groups", "").replace(",", " ").split()),
            certificate=CertificateMade(code=code, title=title, facts=public),
        )
        key, size = f"{request.idempotency_key}-1", len(content)
        document: dict[str, str | int] = {"document": key, "name": name, "size": size, "type": _PDF}
        return TaskResult(variables={"certificate_code": code, "certificate": document}, documents=(made,))

    def _page(
        self, request: JobRequest, title: str, code: str, public: tuple[tuple[str, str], ...]
    ) -> dict[str, object]:
        language = str(request.inputs.get("language") or DEFAULT_LANGUAGE)
        language = language if language in {"mn", "en"} else DEFAULT_LANGUAGE
        address = f"{self._public_address}/verify/{code}" if self._public_address else "/verify"
        told = _words(request, "text")
        return {
            "title": title,
            "language": language,
            "issuer": _words(request, "issuer"),
            "lines": [line.strip() for line in told.splitlines() if line.strip()],
            "facts": [*public, *_facts(request, "facts")],
            "issued_label": Text("Issued").into(language),
            "issued": self._clock.now().astimezone(_OFFICE_ZONE).strftime("%Y-%m-%d"),
            "code_label": Text("Verification code").into(language),
            "code": code,
            "verify": Text("Check that this certificate is real: {address}", address=address).into(language),
        }


def _words(request: JobRequest, name: str) -> str:
    return _visible(fill(setting(request, name), request.inputs))


def _visible(text: str) -> str:
    """Return a text without characters that nobody sees: controls, marks that turn the reading direction, halves."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in _HIDDEN)


def _facts(request: JobRequest, name: str) -> tuple[tuple[str, str], ...]:
    lines = (line.partition("=") for line in setting(request, name).replace(";", "\n").splitlines())
    pairs = ((before.strip(), _visible(fill(after.strip(), request.inputs))) for before, mark, after in lines if mark)
    return tuple((label, value) for label, value in pairs if label)


def _set(page: dict[str, object], at: datetime) -> bytes:
    """Return a page as PDF/A. The texts go in as data, beside the template: none of them is read as markup."""
    import typst  # it takes a while to load, and few processes make certificates

    data = json.dumps(page)
    if len(data) > _LONGEST:
        raise TaskFailure("The certificate's texts are too long.", retry=False)
    template = files("engine.connectors").joinpath("certificate.typ").read_bytes()
    whole = at.replace(microsecond=0)  # a PDF's dates have whole seconds
    try:
        return typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards="a-2b",
            timestamp=whole,
        )
    except (RuntimeError, ValueError, TypeError) as error:
        raise TaskFailure(f"The certificate could not be set: {error}", retry=False) from error
