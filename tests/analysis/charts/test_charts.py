"""Charts are the same bytes every time, safe inside a page, readable in Cyrillic, and come with their table."""

import re

import pytest
from lxml import etree

from analysis.charts import (
    Bar,
    Chart,
    Class,
    Point,
    RelativeChange,
    StackedBar,
    Swing,
    bar_chart,
    histogram_chart,
    line_chart,
    point_chart,
    relative_chart,
    stacked_chart,
    tornado_chart,
)

SIDES = ("Одоо", "As <could> be")
NAME = "Хүсэлт & хавсралт <шалгах>"


def _bars() -> Chart:
    bars = [
        Bar(name=NAME, as_is=3.0, to_be=1.0, shown=("3.0", "1.0")),
        Bar(name="Gone", as_is=2.0, to_be=None, shown=("2.0", "–")),  # the dash of an empty cell
    ]
    return bar_chart(bars, key="bars", title="Waiting", note="", axis="hours", sides=SIDES, row_header="Activity")


def _points() -> Chart:
    points = [
        Point(name=NAME, side=side, value=v, low=v - 1, high=v + 1, shown=str(v), shown_interval=f"{v - 1} to {v + 1}")
        for side, v in enumerate((6.0, 2.0))
    ]
    headers = ("Measure", "Side", "Value", "Interval")
    return point_chart(points, key="points", title="Time", note="", axis="days", sides=SIDES, headers=headers)


def _relative() -> Chart:
    changes = [RelativeChange(name=NAME, change=-80, low=-85, high=-75, direction=0, shown="-80 %")]
    return relative_chart(
        changes,
        key="relative",
        title="Change",
        note="",
        axis="%",
        directions=("better", "worse", "noise"),
        headers=("Measure", "Change", "Is"),
    )


def _tornado() -> Chart:
    swings = [
        Swing(name="Narrow", at_low=-5.5, at_high=-4.5, shown=("-5.5", "-4.5")),
        Swing(name=NAME, at_low=-9.0, at_high=1.0, shown=("-9.0", "1.0")),
    ]
    return tornado_chart(
        swings,
        result=-5.0,
        key="tornado",
        title="What moves it",
        note="",
        axis="days",
        ends=("low", "high"),
        row_header="Assumption",
    )


def _lines() -> Chart:
    lines = {NAME: [1.0, None, 3.0], "Other": [0.0, 1.0, 2.0]}
    return line_chart(lines, at=[0, 1, 2], key="lines", title="Queue", note="", axes=("days", "waiting"), limit=2.0)


def _histogram() -> Chart:
    classes = [Class(low=0, high=2, share=0.25), Class(low=2, high=4, share=0.75)]
    return histogram_chart(
        classes,
        marks={NAME: 2.5},
        key="histogram",
        title="Time",
        note="",
        axes=("days", "% of the cases"),
        headers=("days", "Cases"),
    )


def _stacked() -> Chart:
    bars = [StackedBar(name=NAME, parts={"closed": 2.0, "delay": 1.0}, shown="3 h", cells=("2 h", "1 h"))]
    return stacked_chart(
        bars,
        parts=["closed", "delay"],
        key="stacked",
        title="Waiting",
        note="",
        axis="hours",
        headers=("Activity", "All"),
        limit=2.5,
    )


CHARTS = {
    "lines": _lines,
    "histogram": _histogram,
    "stacked": _stacked,
    "bars": _bars,
    "points": _points,
    "relative": _relative,
    "tornado": _tornado,
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_well_formed_and_brings_no_style_script_or_link(kind: str) -> None:
    chart = CHARTS[kind]()
    root = etree.fromstring(chart.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.title
    for element in root.iter():
        assert element.get("style") is None
        assert etree.QName(element).localname not in {"script", "style", "image", "foreignObject", "a"}


@pytest.mark.parametrize("kind", CHARTS)
def test_names_are_shown_as_they_are_written(kind: str) -> None:
    shown = "".join(etree.fromstring(CHARTS[kind]().svg).itertext())
    assert NAME in shown


@pytest.mark.parametrize("kind", CHARTS)
def test_the_same_chart_is_the_same_bytes(kind: str) -> None:
    assert CHARTS[kind]().svg == CHARTS[kind]().svg


def test_ids_begin_with_the_charts_key_so_that_two_charts_can_share_a_page() -> None:
    for kind, draw in CHARTS.items():
        svg = draw().svg
        assert all(found.startswith(f"{kind}-") for found in re.findall(r' id="([^"]*)"', svg))
        assert all(found.startswith(f"{kind}-") for found in re.findall(r"url\(#([^)]*)\)", svg))


def test_the_table_holds_every_figure_of_the_picture() -> None:
    assert _bars().table.rows == ((NAME, "3.0", "1.0"), ("Gone", "2.0", "–"))  # as above
    assert _bars().table.headers == ("Activity", *SIDES)
    assert _points().table.rows == ((NAME, SIDES[0], "6.0", "5.0 to 7.0"), (NAME, SIDES[1], "2.0", "1.0 to 3.0"))
    assert _lines().table.rows == (("0", "1.00", "0.00"), ("1", "–", "1.00"), ("2", "3.00", "2.00"))
    assert _histogram().table.rows == (("0 – 2", "25.0 %"), ("2 – 4", "75.0 %"))
    assert _stacked().table.headers == ("Activity", "closed", "delay", "All")
    assert _stacked().table.rows == ((NAME, "2 h", "1 h", "3 h"),)
    assert _relative().table.rows == ((NAME, "-80 %", "better"),)


def test_the_widest_swing_stands_on_top() -> None:
    chart = _tornado()
    assert [row[0] for row in chart.table.rows] == [NAME, "Narrow"]
    assert chart.svg.index("Хүсэлт") < chart.svg.index("Narrow")
