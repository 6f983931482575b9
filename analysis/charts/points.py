"""Points with their confidence intervals: as-is and to-be on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import AFTER, INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["Point", "point_chart"]

_STEP = 17
_WIDTH = 420
_BEFORE_POINT = "#7a8694"
"""A point needs more contrast with white than a bar's fill: 3.7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure of one side.

    Attributes:
        name: What is measured.
        side: 0 for as-is, 1 for to-be.
        value: The figure, in the axis's unit.
        low: Lower end of its confidence interval.
        high: Upper end.
        shown: The figure as text.
        shown_interval: The interval as text.
    """

    name: str
    side: int
    value: float
    low: float
    high: float
    shown: str
    shown_interval: str


def point_chart(
    points: Sequence[Point],
    *,
    key: str,
    title: str,
    note: str,
    axis: str,
    sides: tuple[str, str],
    headers: tuple[str, str, str, str],
) -> Chart:
    """Return the points, one row a name, as-is above to-be, each with a bar for its interval.

    Args:
        points: The figures.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axis: The axis's title with its unit.
        sides: What as-is and to-be are called.
        headers: The table's headings: name, side, value, interval.
    """
    names = list(dict.fromkeys(point.name for point in points))
    data = [
        {"name": p.name, "side": sides[p.side], "value": p.value, "low": p.low, "high": p.high, "shown": p.shown}
        for p in points
    ]
    domain, colours, shapes = list(sides), [_BEFORE_POINT, AFTER], ["circle", "diamond"]
    colour = alt.Color("side:N", scale=alt.Scale(domain=domain, range=colours), title=None)
    shape = alt.Shape("side:N", scale=alt.Scale(domain=domain, range=shapes), title=None)
    rules = alt.Chart().mark_rule(strokeWidth=2, color=INK).encode(x="low:Q", x2="high:Q")
    marks = alt.Chart().mark_point(filled=True, size=90, opacity=1).encode(x="value:Q", color=colour, shape=shape)
    labels = alt.Chart().mark_text(align="left", dx=9, fontSize=10.5).encode(x="high:Q", text="shown:N")
    chart = alt.layer(rules, marks, labels, data=inline_data(data)).encode(
        y=alt.Y("name:N", sort=names, title=None),
        yOffset=alt.YOffset("side:N", sort=domain),
        x=alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True)),
    )
    drawn = draw_svg_chart(chart.properties(width=_WIDTH, height=alt.Step(_STEP)), key=key, title=title)
    rows = tuple((p.name, sides[p.side], p.shown, p.shown_interval) for p in points)
    return Chart(title=title, note=note, svg=drawn, table=Table(caption=title, headers=headers, rows=rows))
