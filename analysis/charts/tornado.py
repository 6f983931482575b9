"""How far each assumption, varied within its range, moves the result: the widest bar on top."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import AFTER, BEFORE, INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["Swing", "tornado_chart"]

_STEP = 26
_WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One assumption's effect.

    Attributes:
        name: The assumption.
        at_low: The result with the assumption at the low end of its range, in the axis's unit.
        at_high: The result with it at the high end.
        shown: Both results as text, low end first.
    """

    name: str
    at_low: float
    at_high: float
    shown: tuple[str, str]


def tornado_chart(
    swings: Sequence[Swing],
    *,
    result: float,
    key: str,
    title: str,
    note: str,
    axis: str,
    ends: tuple[str, str],
    row_header: str,
) -> Chart:
    """Return the swings around the result, with a line where the verdict would turn (zero).

    Args:
        swings: The rows; they are shown with the widest first.
        result: The result with every assumption as it stands.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axis: The axis's title with its unit.
        ends: What the low and the high end of an assumption's range are called.
        row_header: What the rows are, for the table.
    """
    in_order = sorted(swings, key=lambda swing: -max(abs(swing.at_low - result), abs(swing.at_high - result)))
    data = [
        {"name": swing.name, "end": ends[end], "from": result, "to": value, "shown": swing.shown[end]}
        for swing in in_order
        for end, value in enumerate((swing.at_low, swing.at_high))
    ]
    colours = alt.Scale(domain=list(ends), range=[BEFORE, AFTER])
    bars = (
        alt.Chart(inline_data(data))
        .mark_bar(stroke=INK, strokeWidth=0.6, height=14)
        .encode(
            y=alt.Y("name:N", sort=[swing.name for swing in in_order], title=None),
            x=alt.X("from:Q", title=axis, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6)),
            x2="to:Q",
            fill=alt.Fill("end:N", scale=colours, title=None),
        )
    )
    zero = alt.Chart(inline_data([{"zero": 0}])).mark_rule(color="#b3361b", strokeWidth=2).encode(x="zero:Q")
    chart = alt.layer(bars, zero).properties(width=_WIDTH, height=alt.Step(_STEP))
    drawn = draw_svg_chart(chart, key=key, title=title)
    rows = tuple((swing.name, *swing.shown) for swing in in_order)
    return Chart(
        title=title,
        note=note,
        svg=drawn,
        table=Table(caption=title, headers=(row_header, *ends), rows=rows),
    )
