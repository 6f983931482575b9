"""A page as HTML that needs nothing but itself: no script, no outside file, no style attribute."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis.pages.blocks import Page
from bpmn.language import translate

__all__ = ["page_html"]

_OWN = Path(__file__).resolve().parent / "templates"
_REPORT = Path(__file__).resolve().parent.parent / "report" / "templates"


def page_html(page: Page, *, language: str) -> str:
    """Return the page; the same page gives the same text."""
    style = _style()
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            language=language,
            _=lambda message: translate(message, language),
            # Our own style sheet and pictures are markup; everything else is escaped.
            style=Markup(style),  # noqa: S704  # a constant file of the project
            style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            picture=Markup,
        )
    )


@lru_cache(maxsize=1)
def _style() -> str:
    """Return the style sheet of the comparison report with what these pages add to it."""
    return "".join(file.read_text(encoding="utf-8") for file in (_REPORT / "report.css", _OWN / "page.css"))


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([_OWN, _REPORT]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
