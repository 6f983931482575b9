"""Bars made of parts: one bar a name, one colour a part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from analysis.charts.drawing import INK, Chart, Table, draw_svg_chart, inline_data
from analysis.charts.lines import COLOURS

__all__ = ["StackedBar", "stacked_chart"]

_STEP = 24
_WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBar:
    """One row.

    Attributes:
        name: What the bar is of.
        parts: The length of each part in the axis's unit, by the part's name.
        shown: The whole as text.
        cells: The parts as text, in the order of the chart's parts.
    """

    name: str
    parts: Mapping[str, float]
    shown: str
    cells: tuple[str, ...]


def stacked_chart(
    bars: Sequence[StackedBar],
    *,
    parts: Sequence[str],
    key: str,
    title: str,
    note: str,
    axis: str,
    headers: tuple[str, str],
    limit: float | None = None,
) -> Chart:
    """Return the bars in the order given, with the whole written at their ends.

    Args:
        bars: The rows.
        parts: The parts' names, in the order of their colours; at most eight.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axis: The axis's title with its unit.
        headers: The table's headings for the name and the whole; the parts' stand between them.
        limit: A value at which a line is drawn across, None for none.
    """
    order = {part: number for number, part in enumerate(parts)}
    data = [
        {"name": bar.name, "part": part, "value": bar.parts[part], "order": order[part]}
        for bar in bars
        for part in parts
        if bar.parts.get(part, 0.0) > 0
    ]
    ends = [{"name": bar.name, "end": sum(bar.parts.values()), "shown": bar.shown} for bar in bars]
    names = [bar.name for bar in bars]
    rows = alt.Y("name:N", sort=names, title=None)
    colours = alt.Scale(domain=list(parts), range=list(COLOURS[: len(parts)]))
    legend = alt.Legend(title=None, columns=4) if len(parts) > 1 else None
    drawn = (
        alt.Chart(inline_data(data))
        .mark_bar(stroke="white", strokeWidth=0.6)
        .encode(
            y=rows,
            x=alt.X("value:Q", title=axis, stack="zero", axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True)),
            color=alt.Color("part:N", scale=colours, sort=list(parts), legend=legend),
            order="order:Q",
        )
    )
    texts = alt.Chart(inline_data(ends)).mark_text(align="left", dx=4, fontSize=11)
    layers = [drawn, texts.encode(y=rows, x="end:Q", text="shown:N")]
    if limit is not None:
        across = alt.Chart(inline_data([{"limit": limit}])).mark_rule(color=INK, strokeDash=[4, 4])
        layers.append(across.encode(x="limit:Q"))
    svg = draw_svg_chart(alt.layer(*layers).properties(width=_WIDTH, height=alt.Step(_STEP)), key=key, title=title)
    table_rows = tuple((bar.name, *(bar.cells if len(parts) > 1 else ()), bar.shown) for bar in bars)
    middle = tuple(parts) if len(parts) > 1 else ()
    table = Table(caption=title, headers=(headers[0], *middle, headers[1]), rows=table_rows)
    return Chart(title=title, note=note, svg=svg, table=table)
