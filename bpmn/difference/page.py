"""The difference of two models as one HTML page that needs nothing but itself."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from bpmn.difference.change import Change
from bpmn.difference.colouring import STYLES, draw_changes, style_of
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["difference_page"]

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_SIZE = re.compile(r'\bwidth="([0-9.]+)" height="([0-9.]+)"')
# Half the page and the whole of it in CSS pixels; smaller than this share of its size a diagram cannot be read.
_HALF, _WHOLE, _SMALLEST = 600.0, 1240.0, 0.75


def difference_page(as_is: Model, to_be: Model, changes: Sequence[Change], *, language: str) -> str:
    """Return a page with both diagrams in the colours of what changes, the legend and the list of changes.

    The diagrams stand side by side where both can be read at half the page's width, else one below the other. There is
    no script, no outside file and no style attribute in it.

    Args:
        as_is: The model as it is.
        to_be: The model as it could be.
        changes: What `compare_models` says of them.
        language: The reader's language, "mn" or "en".
    """
    drawn = draw_changes(as_is, to_be, changes)
    title = Text("What changes from {as_is} to {to_be}", as_is=_name(as_is), to_be=_name(to_be)).into(language)
    is_wide = any(_width(svg) * _SMALLEST > _HALF for side in drawn for _, svg in side)
    headings = (Text("As it is"), Text("As it could be"))
    figures = "".join(
        _figure(heading.into(language), model, side, _WHOLE if is_wide else _HALF)
        for heading, model, side in zip(headings, (as_is, to_be), drawn, strict=True)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{_summary(changes, language)}"
        f'<div class="pictures{" is-wide" if is_wide else ""}">\n{figures}</div>\n'
        f"{_list(changes, language)}</main>\n</body>\n</html>\n"
    )


def _name(model: Model) -> str:
    return model.name or Path(model.source_name).name or model.id


def _summary(changes: Sequence[Change], language: str) -> str:
    """Return the legend, with how many changes there are of each sort."""
    if not changes:
        return f"<p>{escape(Text('The two models do not differ.').into(language))}</p>\n"
    items = ""
    for style in STYLES:
        count = sum(style_of(change) == style for change in changes)
        name = escape(style.name.into(language))
        items += f'<li class="{style.key}"><span class="sign">{style.sign}</span> {name} <b>{count}</b></li>\n'
    return f'<ul class="legend" aria-label="{escape(Text("Legend").into(language))}">\n{items}</ul>\n'


def _figure(heading: str, model: Model, drawn: Iterable[tuple[str, str]], room: float) -> str:
    pictures = ""
    for name, svg in drawn:
        label = escape(f"{heading}: {name or _name(model)}")
        pictures += f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{_scaled(svg, room)}</div>\n'
    return f"<section>\n<h2>{escape(heading)} <small>{escape(_name(model))}</small></h2>\n{pictures}</section>\n"


def _width(svg: str) -> float:
    found = _SIZE.search(svg)
    return float(found[1]) if found else 0.0


def _scaled(svg: str, room: float) -> str:
    """Return the picture as wide as there is room for, as long as it can be read."""
    width = _width(svg)
    factor = max(_SMALLEST, min(1.0, room / width)) if width else 1.0
    return _SIZE.sub(
        lambda found: f'width="{float(found[1]) * factor:.0f}" height="{float(found[2]) * factor:.0f}"', svg, count=1
    )


def _list(changes: Sequence[Change], language: str) -> str:
    items = ""
    for number, change in enumerate(changes, start=1):
        style = style_of(change)
        sign = f'<span class="sign">{style.sign} {number}</span>'
        kind = escape(change.label.into(language))
        items += f'<li class="{style.key}">{sign} <b>{kind}.</b> {escape(change.text.into(language))}</li>\n'
    heading = escape(Text("Changes").into(language))
    return f'<h2>{heading}</h2>\n<ul class="changes">\n{items}</ul>\n' if changes else ""
