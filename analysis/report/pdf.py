"""The report as PDF: the chapters of the page, set for paper, tagged for those who cannot see it."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import orjson

from analysis.comparison import Comparison
from analysis.errors import AnalysisError
from analysis.report.chapters import chapters_of
from analysis.report.wording import Names, Wording, wording_of
from bpmn.language import Text

__all__ = ["ReportNotSetError", "report_pdf"]

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "report.typ"

_WORDS = {
    "both": Text("as it is and as it could be"),
    "kind": Text("Comparison report"),
    "sides": Text("As it is and as it could be"),
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
    "as_is_picture": Text("The diagram of the process as it is"),
    "to_be_picture": Text("The diagram of the process as it could be"),
    "heat": Text("The darker an element, the more it holds cases up; the number is its rank in the table."),
    "marked": Text("Marked elements are changed; the number is that of the change below."),
    "changes": Text("What changes"),
    "no_changes": Text("The two models do not differ."),
    "measures": Text("All measures"),
    "every_measure": Text("Every measure, to-be against as-is"),
    "measure": Text("Measure"),
    "difference": Text("Difference"),
    "interval": Text("95% interval"),
    "outcome": Text("Outcome"),
    "origin": Text("Origin"),
    "time": Text("Time and load"),
    "burden": Text("The applicant's burden"),
    "drivers": Text("Where the difference comes from"),
    "sensitivity": Text("Sensitivity and assumptions"),
    "no_assumptions": Text("The scenarios state no assumptions."),
    "assumed": Text("Assumed because the scenario says nothing"),
    "method": Text("Method and limits"),
    "limits": Text("What these figures do not say"),
    "nothing": Text("Nothing found."),
    "made": Text("Made with Ortoo"),
    "page": Text("Page {page} of {pages}"),
}


class ReportNotSetError(AnalysisError):
    """A report cannot be set as PDF, such as for a script that its fonts do not have."""


def report_pdf(comparison: Comparison, *, language: str, generated_at: datetime, names: Names | None = None) -> bytes:
    """Return the report as tagged PDF/A; the same comparison and moment give the same bytes.

    Only fonts that come with the typesetter are used, so that it looks the same on every machine.

    Args:
        comparison: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made, aware.
        names: Labels of elements in the reader's language, where they differ from the models' own.

    Raises:
        ReportNotSetError: If it cannot be set.
    """
    import typst  # it takes a while to load

    shown = names or Names()
    wording = wording_of(comparison, language, shown)
    chapters = chapters_of(comparison, wording, shown, generated_at)
    data = {"language": language, "words": _words(wording), "report": asdict(chapters)}
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


def _words(wording: Wording) -> dict[str, str]:
    return {key: wording.say(text) for key, text in _WORDS.items()}
