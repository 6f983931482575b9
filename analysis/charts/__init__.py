"""Charts for people who decide: Vega-Lite drawn to inline SVG without a browser, each with its figures as a table."""

from analysis.charts.bars import Bar, bar_chart
from analysis.charts.drawing import Chart, Table, draw_svg_chart
from analysis.charts.histogram import Class, histogram_chart
from analysis.charts.lines import line_chart
from analysis.charts.points import Point, point_chart
from analysis.charts.relative import RelativeChange, relative_chart
from analysis.charts.stacked import StackedBar, stacked_chart
from analysis.charts.tornado import Swing, tornado_chart

__all__ = [
    "Bar",
    "Chart",
    "Class",
    "Point",
    "RelativeChange",
    "StackedBar",
    "Swing",
    "Table",
    "bar_chart",
    "draw_svg_chart",
    "histogram_chart",
    "line_chart",
    "point_chart",
    "relative_chart",
    "stacked_chart",
    "tornado_chart",
]
