"""Write a comparison to a file: a page, pages or a workbook for people, a document for machines, as its name says."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from analysis.comparison import Comparison
from analysis.errors import AnalysisError
from analysis.report.content import report_of
from analysis.report.dossier import Dossier
from analysis.report.html import report_html
from analysis.report.pdf import report_pdf
from analysis.report.wording import Names
from analysis.report.xlsx import report_xlsx
from bpmn.language import Text

__all__ = ["ReportFormatError", "report_json", "write_report"]


_About = tuple[Names | None, Dossier | None]


class ReportFormatError(AnalysisError):
    """A report cannot be written in the form that the file's name asks for."""


def report_json(
    comparison: Comparison,
    language: str = "en",
    *,
    generated_at: datetime | None = None,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> bytes:
    """Return the comparison as a JSON document, UTF-8; sentences in `language`.

    With a moment the document has the key "report" too: first page and chapters as the page shows them, without their
    pictures. For the other arguments see `report_html`.
    """
    document = comparison.as_json(language)
    if generated_at is not None:
        report = report_of(comparison, language=language, generated_at=generated_at, names=names, dossier=dossier)
        document["report"] = _without_pictures(asdict(report))
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _without_pictures(found: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(found, dict):
        return {key: _without_pictures(value) for key, value in found.items() if key != "svg"}
    return [_without_pictures(value) for value in found] if isinstance(found, (list, tuple)) else found


def _html(comparison: Comparison, language: str, generated_at: datetime, about: _About) -> bytes:
    return report_html(
        comparison, language=language, generated_at=generated_at, names=about[0], dossier=about[1]
    ).encode()


def _pdf(comparison: Comparison, language: str, generated_at: datetime, about: _About) -> bytes:
    return report_pdf(comparison, language=language, generated_at=generated_at, names=about[0], dossier=about[1])


def _xlsx(comparison: Comparison, language: str, generated_at: datetime, about: _About) -> bytes:
    return report_xlsx(comparison, language=language, generated_at=generated_at, names=about[0], dossier=about[1])


def _json(comparison: Comparison, language: str, generated_at: datetime, about: _About) -> bytes:
    return report_json(comparison, language, generated_at=generated_at, names=about[0], dossier=about[1])


_FORMS: dict[str, Callable[[Comparison, str, datetime, _About], bytes]] = {
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".json": _json,
}


def write_report(
    comparison: Comparison,
    path: Path,
    language: str,
    *,
    generated_at: datetime | None = None,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> None:
    """Write the report in the form of the file's suffix: .html, .pdf, .xlsx or .json.

    Args:
        comparison: What was found.
        path: The file; it is replaced where it exists.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made; now where it is not given.
        names: Labels of elements in the reader's language, where they differ from the models' own.
        dossier: What the library knows of the service, in the reader's language.

    Raises:
        ReportFormatError: If the suffix is another.
        ReportNotSetError: If a PDF cannot be set.
        OSError: If the file cannot be written.
    """
    suffix = path.suffix.lower()
    write = _FORMS.get(suffix)
    if write is None:
        raise ReportFormatError(
            Text('A report\'s name ends in .html, .pdf, .xlsx or .json; "{suffix}" is none of these.', suffix=suffix),
            source_name=path.name,
        )
    path.write_bytes(write(comparison, language, generated_at or datetime.now(UTC), (names, dossier)))
