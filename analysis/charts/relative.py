"""Changes in per cent of the as-is, with their intervals, so that unlike measures can stand under each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["RelativeChange", "relative_chart"]

_STEP = 26
_WIDTH = 420
_BETTER = "#1a7f4b"
_WORSE = "#b3361b"
_UNDECIDED = "#6b7785"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeChange:
    """One measure's change.

    Attributes:
        name: The measure.
        change: Change in per cent of the as-is value; negative is lower.
        low: Lower end of its interval in per cent; equal to `change` where there is none.
        high: Upper end.
        direction: 0 better, 1 worse, 2 not to be told from noise.
        shown: The change as text.
    """

    name: str
    change: float
    low: float
    high: float
    direction: int
    shown: str


def relative_chart(
    changes: Sequence[RelativeChange],
    *,
    key: str,
    title: str,
    note: str,
    axis: str,
    directions: tuple[str, str, str],
    headers: tuple[str, str, str],
) -> Chart:
    """Return the changes around a line at zero.

    Args:
        changes: The rows, in the order to be shown.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axis: The axis's title.
        directions: What "better", "worse" and "cannot be told from noise" are called.
        headers: The table's headings: measure, change, direction.
    """
    data = [
        {
            "name": c.name,
            "change": c.change,
            "low": c.low,
            "high": c.high,
            "is": directions[c.direction],
            "shown": c.shown,
        }
        for c in changes
    ]
    domain = list(directions)
    colour = alt.Color("is:N", scale=alt.Scale(domain=domain, range=[_BETTER, _WORSE, _UNDECIDED]), title=None)
    shape = alt.Shape(
        "is:N", scale=alt.Scale(domain=domain, range=["triangle-down", "triangle-up", "circle"]), title=None
    )
    zero = alt.Chart(inline_data([{"zero": 0}])).mark_rule(color=INK, strokeWidth=1.2).encode(x="zero:Q")
    rows = alt.Chart(inline_data(data)).encode(
        y=alt.Y("name:N", sort=[c.name for c in changes], title=None),
        x=alt.X("change:Q", title=axis, axis=alt.Axis(tickCount=7)),
    )
    chart = alt.layer(
        zero,
        rows.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=colour),
        rows.mark_point(filled=True, size=100, opacity=1).encode(color=colour, shape=shape),
        rows.mark_text(align="left", dx=10, fontSize=10.5).encode(x="high:Q", text="shown:N"),
    )
    drawn = draw_svg_chart(chart.properties(width=_WIDTH, height=alt.Step(_STEP)), key=key, title=title)
    table_rows = tuple((c.name, c.shown, directions[c.direction]) for c in changes)
    return Chart(title=title, note=note, svg=drawn, table=Table(caption=title, headers=headers, rows=table_rows))
