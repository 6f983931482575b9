"""The chart of combinations: those on the front have their numbers, the others are there without."""

import re

from analysis.charts.front import FrontPoint, front_chart

POINTS = (
    FrontPoint(x=12.0, y=0.0, label="as it is", shown=("12.0", "0")),
    FrontPoint(x=2.0, y=-300.0, label="1", shown=("2.0", "−300")),
    FrontPoint(x=6.0, y=-100.0, label="", shown=("6.0", "−100")),
    FrontPoint(x=7.0, y=-90.0, label="", shown=("7.0", "−90")),
)


def drawn(points: tuple[FrontPoint, ...] = POINTS) -> tuple[str, tuple[tuple[str, ...], ...]]:
    chart = front_chart(points, key="k", title="Time & cost", note="", axes=("days", "MNT"), headers=("No", "T", "C"))
    return chart.svg, chart.table.rows


def test_all_combinations_are_drawn_and_those_with_a_label_are_in_the_table() -> None:
    svg, rows = drawn()
    marks = re.findall(r'<g class="mark-symbol[^>]*>(.*?)</g>', svg, re.DOTALL)
    assert [mark.count("<path") for mark in marks] == [2, 2]
    assert "as it is" in svg
    assert rows == (("as it is", "12.0", "0"), ("1", "2.0", "−300"))


def test_it_has_a_name_no_styles_and_the_same_bytes_each_time() -> None:
    svg, _ = drawn()
    assert 'aria-label="Time &amp; cost"' in svg
    assert "style=" not in svg
    assert drawn()[0] == svg


def test_a_front_without_others_is_drawn_too() -> None:
    svg, rows = drawn(POINTS[:2])
    assert svg.startswith("<svg")
    assert len(rows) == 2
