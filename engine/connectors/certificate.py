"""The topic `certificate`: a PDF with a code by which anybody can see whether it is real."""

import unicodedata
from collections.abc import Callable

from engine.certificates.typesetting import CertificateNotSetError, set_certificate
from engine.certificates.values import CertificatePage
from engine.connectors.blanks import DEFAULT_LANGUAGE, fill, header, setting, without_blanks
from engine.ports import CertificateMade, Clock, DocumentMade, JobRequest, TaskFailure, TaskResult
from engine.references import create_reference

__all__ = ["CertificateMaker"]

_PDF = "application/pdf"
_LONGEST_FACTS = 20_000
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
        self._public_address = public_address
        self._new_code = new_code

    def __call__(self, request: JobRequest) -> TaskResult:
        """Make a certificate.

        Inputs or headers, each also with a language behind a dot: `title`, `text` (paragraphs), `issuer`; `facts`,
        lines "Name = value" that are printed; `public`, the same, printed and shown to everybody who has the code. All
        may have blanks. Header `groups`: the candidate groups that may read it.

        Returns:
            `certificate_code`, and `certificate`: the document.

        Raises:
            TaskFailure: If it has no title, is too long, or cannot be set.
        """
        page = _page(request)
        code = self._new_code()
        try:
            content = set_certificate(page, code=code, issued_at=self._clock.now(), public_address=self._public_address)
        except CertificateNotSetError as error:
            raise TaskFailure(str(error), retry=False) from error
        name = f"{page.title[:80]}.pdf"
        made = DocumentMade(
            name=name,
            content=content,
            content_type=_PDF,
            groups=tuple(request.headers.get("groups", "").replace(",", " ").split()),
            certificate=CertificateMade(
                code=code, page=page, kind=_model_words(request, "title"), issuer=_model_words(request, "issuer")
            ),
        )
        key, size = f"{request.idempotency_key}-1", len(content)
        document: dict[str, str | int] = {"document": key, "name": name, "size": size, "type": _PDF}
        return TaskResult(variables={"certificate_code": code, "certificate": document}, documents=(made,))


def _page(request: JobRequest) -> CertificatePage:
    title = " ".join(_words(request, "title").split())
    if not title:
        raise TaskFailure('The task gives no "title".', retry=False)
    language = str(request.inputs.get("language") or DEFAULT_LANGUAGE)
    return CertificatePage(
        title=title,
        language=language if language in {"mn", "en"} else DEFAULT_LANGUAGE,
        issuer=_words(request, "issuer"),
        lines=tuple(line.strip() for line in _words(request, "text").splitlines() if line.strip()),
        public=_facts(request, "public"),
        facts=_facts(request, "facts"),
    )


def _model_words(request: JobRequest, name: str) -> str:
    """Return what the model itself says, without what a case fills in: nobody's data, so that it can be kept."""
    return " ".join(_visible(without_blanks(header(request, name))).split())[:200]


def _words(request: JobRequest, name: str) -> str:
    return _visible(fill(setting(request, name), request.inputs))


def _visible(text: str) -> str:
    """Return a text without characters that nobody sees: controls, marks that turn the reading direction, halves."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in _HIDDEN)


def _facts(request: JobRequest, name: str) -> tuple[tuple[str, str], ...]:
    lines = (line.partition("=") for line in setting(request, name).replace(";", "\n").splitlines())
    facts, left = [], _LONGEST_FACTS
    for before, mark, after in lines:
        label = before.strip()
        if not mark or not label:
            continue
        value = _visible(fill(after.strip(), request.inputs))
        left -= len(label) + len(value)
        if left < 0:  # a long value in many lines would be as much memory as a model likes
            raise TaskFailure(f'"{name}" has more than {_LONGEST_FACTS} characters.', retry=False)
        facts.append((label, value))
    return tuple(facts)
