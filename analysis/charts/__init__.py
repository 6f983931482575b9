"""Charts for people who decide: Vega-Lite drawn to inline SVG without a browser, each with its figures as a table."""

from analysis.charts.bars import Bar, bar_chart
from analysis.charts.drawing import Chart, Table, draw_svg_chart
from analysis.charts.points import Point, point_chart
from analysis.charts.relative import RelativeChange, relative_chart
from analysis.charts.tornado import Swing, tornado_chart

__all__ = [
    "Bar",
    "Chart",
    "Point",
    "RelativeChange",
    "Swing",
    "Table",
    "bar_chart",
    "draw_svg_chart",
    "point_chart",
    "relative_chart",
    "tornado_chart",
]
