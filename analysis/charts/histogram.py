"""How often a value lies in which class, with marks at values worth knowing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import AFTER, INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["Class", "histogram_chart"]

_WIDTH = 620
_HEIGHT = 200
_FILL = "#a9c4dc"
"""Light, so that the marks' names can be read on it; the outline differs from white by 7 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of values: from `low` to `high`, in the axis's unit, and the share of all values in it, 0 to 1."""

    low: float
    high: float
    share: float


def histogram_chart(
    classes: Sequence[Class],
    *,
    marks: Mapping[str, float],
    key: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    headers: tuple[str, str],
) -> Chart:
    """Return the classes as bars, with a line and a name at each mark.

    Args:
        classes: The classes, in order.
        marks: Values by what they are called.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axes: The titles of both axes, with their units; the second is per cent.
        headers: The table's headings: class, share.
    """
    data = [{"low": one.low, "high": one.high, "share": one.share * 100, "zero": 0} for one in classes]
    bars = (
        alt.Chart(inline_data(data))
        .mark_bar(color=_FILL, stroke=AFTER, strokeWidth=1)
        .encode(
            x=alt.X("low:Q", title=axes[0], axis=alt.Axis(tickCount=10)),
            x2="high:Q",
            y=alt.Y("share:Q", title=axes[1], axis=alt.Axis(tickCount=5)),
            y2="zero:Q",
        )
    )
    # Names stand on steps under each other, so that marks that lie close do not write over each other.
    named = [{"at": value, "name": name, "step": 9 + 15 * number} for number, (name, value) in enumerate(marks.items())]
    rules = alt.Chart(inline_data(named)).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="at:Q")
    names = (
        alt.Chart(inline_data(named))
        .mark_text(align="left", dx=4, fontSize=11, color=INK)
        .encode(x="at:Q", y=alt.Y("step:Q", scale=None, axis=None), text="name:N")
    )
    chart = alt.layer(bars, rules, names).resolve_scale(y="independent")
    svg = draw_svg_chart(chart.properties(width=_WIDTH, height=_HEIGHT), key=key, title=title)
    rows = tuple((f"{one.low:g} – {one.high:g}", f"{one.share * 100:.1f} %") for one in classes)
    return Chart(title=title, note=note, svg=svg, table=Table(caption=title, headers=headers, rows=rows))
