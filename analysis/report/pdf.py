"""The report as PDF: the chapters of the page, set for paper, tagged for those who cannot see it."""

from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from analysis.comparison import Comparison
from analysis.errors import AnalysisError
from analysis.report.content import Report, report_of
from analysis.report.dossier import Dossier
from analysis.report.wording import Names
from bpmn.language import Text

__all__ = ["ReportNotSetError", "report_pdf"]

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "report.typ"

_CONTROL = dict.fromkeys([*(code for code in range(32) if chr(code) not in "\n\t"), *range(127, 160)])
_WORDS = {
    "both": Text("as it is and as it could be"),
    "kind": Text("Comparison report"),
    "sides": Text("As it is and as it could be"),
    "changes": Text("What changes"),
    "decision": Text("For the decision maker"),
    "sure": Text("How sure"),
    "decide": Text("What is to be decided"),
    "undecided": Text("Nothing: the two do not differ."),
    "takes": Text("What it takes"),
    "takes_nothing": Text("Nothing was found in the models."),
    "sign_off": Text("Sign-off"),
    "role": Text("Role"),
    "name": Text("Name"),
    "signature": Text("Date and signature"),
    "prepared": Text("Prepared by"),
    "decided": Text("Decided by"),
    "contents": Text("Contents"),
    "as_is": Text("As it is"),
    "to_be": Text("As it could be"),
    "measure": Text("Measure"),
    "difference": Text("Difference"),
    "outcome": Text("Outcome"),
    "to_fill_in": Text("To be filled in"),
    "nothing": Text("Nothing found."),
    "made": Text("Made with Ortoo"),
    "page": Text("Page {page} of {pages}"),
}


class ReportNotSetError(AnalysisError):
    """A report cannot be set as PDF, such as for a script that its fonts do not have."""


def report_pdf(
    comparison: Comparison,
    *,
    language: str,
    generated_at: datetime,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> bytes:
    """Return the report as tagged PDF/A; the same comparison and moment give the same bytes.

    Only fonts that come with the typesetter are used, so that it looks the same on every machine.

    Args:
        comparison: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made, aware.
        names: Labels of elements in the reader's language, where they differ from the models' own.
        dossier: What the library knows of the service, in the reader's language.

    Raises:
        ReportNotSetError: If it cannot be set.
    """
    import typst  # it takes a while to load

    report = report_of(comparison, language=language, generated_at=generated_at, names=names, dossier=dossier)
    words = {key: text.into(language) for key, text in _WORDS.items()}
    data = {"language": language, "words": words, "report": _as_data(report)}
    try:
        return typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": orjson.dumps(data).decode()},
            pdf_standards=["a-2a", "ua-1"],  # ISO 19005-2, for archives, and ISO 14289-1, for screen readers
            timestamp=generated_at.replace(microsecond=0),  # a PDF's dates have whole seconds
        )
    except (RuntimeError, ValueError, TypeError) as error:
        text = Text("The report could not be set as PDF: {reason}", reason=str(error))
        raise ReportNotSetError(text) from error


def _as_data(report: Report) -> Any:  # noqa: ANN401  # JSON
    """Return the report as data, with the sections of a chapter that are printed on the same paper together."""
    found = asdict(report)
    for chapter in found["chapters"]:
        parts = groupby(chapter.pop("sections"), key=itemgetter("paper"))
        chapter["parts"] = [{"paper": paper, "sections": list(sections)} for paper, sections in parts]
    return _settable(found)


def _settable(found: Any) -> Any:  # noqa: ANN401  # JSON
    """Return the same data without control characters: files in the wrong encoding have them, and no font does."""
    if isinstance(found, str):
        return found.translate(_CONTROL)
    if isinstance(found, dict):
        return {key: _settable(value) for key, value in found.items()}
    return [_settable(value) for value in found] if isinstance(found, (list, tuple)) else found
