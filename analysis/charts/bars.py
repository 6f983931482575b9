"""Bars of as-is and to-be side by side, in parts where a figure has parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from analysis.charts.drawing import AFTER, BEFORE, INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["Bar", "bar_chart"]

_BAR_HEIGHT = 15
_WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: a name and its two values.

    Attributes:
        name: What is measured.
        as_is: Its value as it is, in the axis's unit; None where there is no such thing.
        to_be: Its value as it could be, likewise.
        shown: Both values as text, as-is first.
    """

    name: str
    as_is: float | None
    to_be: float | None
    shown: tuple[str, str]


def bar_chart(
    bars: Sequence[Bar], *, key: str, title: str, note: str, axis: str, sides: tuple[str, str], row_header: str
) -> Chart:
    """Return the bars in the order given, with their values written at their ends.

    Args:
        bars: The rows.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axis: The axis's title with its unit.
        sides: What as-is and to-be are called.
        row_header: What the rows are, for the table.
    """
    data = [
        {"name": bar.name, "side": sides[side], "value": value, "shown": bar.shown[side]}
        for bar in bars
        for side, value in enumerate((bar.as_is, bar.to_be))
        if value is not None
    ]
    chart = alt.layer(_marks(sides), _labels(), data=inline_data(data)).encode(
        y=alt.Y("name:N", sort=[bar.name for bar in bars], title=None),
        yOffset=alt.YOffset("side:N", sort=list(sides), scale=alt.Scale(paddingInner=0.1)),
        x=alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True, nice=True)),
    )
    drawn = draw_svg_chart(chart.properties(width=_WIDTH, height=alt.Step(_BAR_HEIGHT)), key=key, title=title)
    rows = tuple((bar.name, *bar.shown) for bar in bars)
    table = Table(caption=title, headers=(row_header, *sides), rows=rows)
    return Chart(title=title, note=note, svg=drawn, table=table)


def _marks(sides: tuple[str, str]) -> Any:  # noqa: ANN401  # altair's charts have no common type
    colours = alt.Scale(domain=list(sides), range=[BEFORE, AFTER])
    return (
        alt.Chart()
        .mark_bar(stroke=INK, strokeWidth=0.6)
        .encode(fill=alt.Fill("side:N", scale=colours, sort=list(sides), title=None))
    )


def _labels() -> Any:  # noqa: ANN401  # altair's charts have no common type
    return alt.Chart().mark_text(align="left", dx=4, fontSize=10.5).encode(text="shown:N")
