"""Write a comparison to a file: the page for people or the document for machines, as the file's name says."""

from datetime import UTC, datetime
from pathlib import Path

import orjson

from analysis.comparison import Comparison
from analysis.errors import AnalysisError
from analysis.report.html import report_html
from analysis.report.wording import Names
from bpmn.language import Text

__all__ = ["ReportFormatError", "report_json", "write_report"]

_LATER = frozenset({".pdf", ".xlsx"})


class ReportFormatError(AnalysisError):
    """A report cannot be written in the form that the file's name asks for."""


def report_json(comparison: Comparison, language: str = "en") -> bytes:
    """Return the comparison as a JSON document, UTF-8; sentences in `language`."""
    return orjson.dumps(comparison.as_json(language), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def write_report(
    comparison: Comparison,
    path: Path,
    language: str,
    *,
    generated_at: datetime | None = None,
    names: Names | None = None,
) -> None:
    """Write the report in the form of the file's suffix: .html or .json.

    Args:
        comparison: What was found.
        path: The file; it is replaced where it exists.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made; now where it is not given.
        names: Labels of elements in the reader's language, where they differ from the models' own.

    Raises:
        ReportFormatError: If the suffix is another.
        OSError: If the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        path.write_bytes(report_json(comparison, language))
    elif suffix in {".html", ".htm"}:
        page = report_html(comparison, language=language, generated_at=generated_at or datetime.now(UTC), names=names)
        path.write_text(page, encoding="utf-8")
    elif suffix in _LATER:
        raise ReportFormatError(
            Text("Reports as {suffix} come with a later version; write .html or .json now.", suffix=suffix),
            source_name=path.name,
        )
    else:
        raise ReportFormatError(
            Text('A report\'s name ends in .html or .json; "{suffix}" is neither.', suffix=suffix),
            source_name=path.name,
        )
