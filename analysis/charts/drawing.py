"""From a Vega-Lite chart to SVG that may stand inside a page."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

__all__ = ["AFTER", "BEFORE", "INK", "Chart", "Table", "draw_svg_chart", "inline_data"]

BEFORE = "#c9ced6"
"""As-is: light with a dark outline, so that the two sides differ in grey print too."""
AFTER = "#1d5b8f"
"""To-be: dark and solid. Contrast with `BEFORE` 4.6, with white 7.0 (WCAG 2.2, 1.4.11 asks for 3)."""
INK = "#1c2733"

_VEGA_LITE = "6.4"
_FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif"
_CONFIG: dict[str, Any] = {
    "background": "white",
    "font": _FONT,
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 250,
        "gridColor": "#e3e7ec",
        "domainColor": "#8a94a0",
        "tickColor": "#8a94a0",
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "orient": "top",
        "symbolSize": 110,
        "labelLimit": 400,
        "symbolStrokeWidth": 1.2,
    },
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": 12},
}
_OPENING = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_CLIP = re.compile(r"(?<=[\"#])(?:clip|gradient_)\d+(?=[\")])")
# Vega's own descriptions are English only and say less than title and table; as an image the chart has one name.
_DESCRIPTIONS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in rows, ready to be shown: the first cell of a row is its heading."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of figures.

    Attributes:
        title: What it shows, in words.
        note: How to read it; "" where nothing needs saying.
        svg: A self-contained `<svg>` element without style attributes or scripts.
        table: The same figures.
    """

    title: str
    note: str
    svg: str
    table: Table


def draw_svg_chart(chart: Any, *, key: str, title: str) -> str:  # noqa: ANN401  # altair's charts have no common type
    """Return the chart as an `<svg>` element that is the same for the same chart, on every call.

    Args:
        chart: An altair chart.
        key: A word that is unique in the page; ids inside the picture begin with it.
        title: The picture's name for those who cannot see it.
    """
    drawn: str = vl_convert.vegalite_to_svg(chart.configure(**_CONFIG).to_dict(), vl_version=_VEGA_LITE)
    drawn = _DESCRIPTIONS.sub("", drawn)
    numbers: dict[str, str] = {}
    # The renderer counts its clip paths over the life of the process: number them anew, from the chart's own key.
    drawn = _CLIP.sub(lambda found: numbers.setdefault(found[0], f"{key}-{len(numbers)}"), drawn)
    name = html.escape(title, quote=True)

    def opening(found: re.Match[str]) -> str:
        width, height = found[1], found[2]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{name}" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        )

    return _OPENING.sub(opening, drawn, count=1)


def inline_data(rows: Sequence[Mapping[str, object]]) -> Any:  # noqa: ANN401  # altair's values have no types
    """Return rows as a chart's own data, written into its specification."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]  # altair leaves this constructor untyped
