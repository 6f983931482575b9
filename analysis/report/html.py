"""The report as one HTML page that needs nothing but itself: no script, no outside file, no style attribute."""

import base64
import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis.comparison import Comparison
from analysis.report.content import report_of
from analysis.report.dossier import Dossier
from analysis.report.wording import Names
from bpmn.language import Text

__all__ = ["STYLE_HASH", "report_html"]

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_STYLE = (_TEMPLATES / "report.css").read_text(encoding="utf-8")

STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
"""The style sheet's hash: a server that shows the report inside its own pages allows exactly this style by it."""


def report_html(
    comparison: Comparison,
    *,
    language: str,
    generated_at: datetime,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> str:
    """Return the report as a self-contained page; the same comparison and moment give the same page.

    Args:
        comparison: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made, aware; shown in Ulaanbaatar's time.
        names: Labels of elements in the reader's language, where they differ from the models' own.
        dossier: What the library knows of the service, in the reader's language.
    """
    report = report_of(comparison, language=language, generated_at=generated_at, names=names, dossier=dossier)
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            language=language,
            _=lambda message: Text(message).into(language),
            # Our own style sheet and pictures are markup; everything else is escaped.
            style=Markup(_STYLE),  # noqa: S704  # a constant file of the project
            style_hash=STYLE_HASH,
            picture=Markup,
        )
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
