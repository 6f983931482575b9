"""Values over time, a line a name."""

from collections.abc import Mapping, Sequence

import altair as alt

from analysis.charts.drawing import INK, Chart, Table, draw_svg_chart, inline_data

__all__ = ["COLOURS", "line_chart"]

_WIDTH = 620
_HEIGHT = 190
COLOURS = ("#1d5b8f", "#b3361b", "#1a7f4b", "#7a4fa3", "#8a6d1a", "#0f7c86", "#6b7785", "#b0447f")
"""Eight colours that differ from white by 4.5 to 1 or more; lines differ in their dashes too, for grey print."""
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4], [4, 1], [3, 5])
_MOST_ROWS = 30


def line_chart(
    lines: Mapping[str, Sequence[float | None]],
    *,
    at: Sequence[float],
    key: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    limit: float | None = None,
    number: str = "{:.2f}",
) -> Chart:
    """Return lines over time, and their values as a table of at most thirty stretches.

    Args:
        lines: The values by name; None where there is none, which interrupts the line. At most eight.
        at: Where each value stands on the axis of time, in its unit.
        key: A word that is unique in the page.
        title: What the chart shows.
        note: How to read it.
        axes: The titles of the axis of time and of that of values, with their units.
        limit: A value at which a line is drawn across, None for none.
        number: How a value is written in the table.
    """
    names = list(lines)[: len(COLOURS)]
    data = [
        {"at": moment, "value": value, "name": name}
        for name in names
        for moment, value in zip(at, lines[name], strict=True)
    ]
    legend = alt.Legend(title=None, symbolType="stroke") if len(names) > 1 else None
    drawn = (
        alt.Chart(inline_data(data))
        .mark_line(strokeWidth=2, interpolate="step-after")
        .encode(
            x=alt.X("at:Q", title=axes[0], axis=alt.Axis(tickCount=8)),
            y=alt.Y("value:Q", title=axes[1], axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True)),
            color=alt.Color(
                "name:N", sort=names, scale=alt.Scale(domain=names, range=COLOURS[: len(names)]), legend=legend
            ),
            strokeDash=alt.StrokeDash(
                "name:N", sort=names, scale=alt.Scale(domain=names, range=_DASHES[: len(names)]), legend=legend
            ),
        )
    )
    if limit is not None:
        across = alt.Chart(inline_data([{"limit": limit}])).mark_rule(color=INK, strokeDash=[4, 4], strokeWidth=1)
        drawn = alt.layer(drawn, across.encode(y="limit:Q"))
    svg = draw_svg_chart(drawn.properties(width=_WIDTH, height=_HEIGHT), key=key, title=title)
    rows = tuple(
        (
            f"{at[index]:g}",
            *("–" if lines[name][index] is None else number.format(lines[name][index]) for name in names),
        )
        for index in range(0, len(at), max(1, -(-len(at) // _MOST_ROWS)))
    )
    return Chart(title=title, note=note, svg=svg, table=Table(caption=title, headers=(axes[0], *names), rows=rows))
