"""Combinations of changes by two of their sides, those that no other beats marked with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import AFTER, INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["FrontPoint", "front_chart"]

_WIDTH, _HEIGHT = 420, 260
_OTHERS = "#b3bcc7"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One combination.

    Attributes:
        x: What it is like on the horizontal axis, in the axis's unit.
        y: And on the vertical one.
        label: Its number or name; "" for one that others beat.
        shown: Both figures as text.
    """

    x: float
    y: float
    label: str
    shown: tuple[str, str]


def front_chart(
    points: Sequence[FrontPoint],
    *,
    key: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    headers: tuple[str, str, str],
) -> Chart:
    """Return the combinations as points, those with a label larger and dark.

    Args:
        points: The combinations.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axes: The axes' titles with their units, the horizontal one first.
        headers: The table's headings: label, and both figures.
    """
    named = [{"x": one.x, "y": one.y, "label": one.label} for one in points if one.label]
    others = [{"x": one.x, "y": one.y} for one in points if not one.label]
    x = alt.X("x:Q", title=axes[0], axis=alt.Axis(tickCount=5))
    y = alt.Y("y:Q", title=axes[1], axis=alt.Axis(tickCount=5))
    layers = [
        alt.Chart(inline_data(others)).mark_point(filled=True, size=26, opacity=1, color=_OTHERS).encode(x=x, y=y),
        alt.Chart(inline_data(named)).mark_point(filled=True, size=100, opacity=1, color=AFTER).encode(x=x, y=y),
        alt.Chart(inline_data(named))
        .mark_text(align="left", dx=8, dy=-8, color=INK, fontWeight="bold")
        .encode(x=x, y=y, text="label:N"),
    ]
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    rows = tuple((one.label, *one.shown) for one in points if one.label)
    drawn = draw_svg_chart(chart, key=key, title=title)
    return Chart(title=title, note=note, svg=drawn, table=Table(caption=title, headers=headers, rows=rows))
