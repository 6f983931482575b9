"""What a report is made of, before it is a page, pages or data: chapters, sections and blocks, every word in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.charts import Chart

__all__ = [
    "Block",
    "Cell",
    "Chapter",
    "Grid",
    "Listing",
    "Paper",
    "Picture",
    "Plot",
    "Row",
    "Run",
    "Section",
    "Sentence",
    "ToFillIn",
    "cells",
    "plain",
]

Paper = Literal["upright", "wide", "large"]
"""What a section is printed on: A4 upright, A4 on its side, A3 on its side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a sentence; `link` is the anchor of the row that holds the number it is, "" for words."""

    text: str
    link: str = ""


Sentence = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: what it says, what stands small below it, and the anchor it leads to."""

    text: str
    small: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table.

    Attributes:
        cells: The cells; the first one is the row's heading. One cell alone is the heading of the rows below it.
        anchor: What leads to it, "" for nothing.
        mark: "total", or a measure's outcome.
    """

    cells: tuple[Cell, ...]
    anchor: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table.

    Attributes:
        caption: What it shows.
        headers: The columns' headings.
        rows: The rows.
        widths: How wide the columns are, one to another.
        numbers: Which columns hold numbers.
        note: How to read it.
        is_long: Whether it is looked up rather than read, so that a screen shows it only when asked.
    """

    kind: Literal["grid"] = "grid"
    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    note: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Sentences, under a heading of their own where `title` is not ""."""

    kind: Literal["listing"] = "listing"
    title: str = ""
    sentences: tuple[Sentence, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A diagram: SVG, what it is for those who cannot see it, and how to read it."""

    kind: Literal["picture"] = "picture"
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart with its figures as a table."""

    kind: Literal["plot"] = "plot"
    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFillIn:
    """What only people can say: what is asked for, how to answer, and room for the answer."""

    kind: Literal["to_fill_in"] = "to_fill_in"
    label: str
    hint: str = ""


Block = Grid | Listing | Picture | Plot | ToFillIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a chapter; its title is "" where the chapter's own says it all."""

    title: str = ""
    blocks: tuple[Block, ...]
    paper: Paper = "upright"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter: its anchor, what it is called, its sections."""

    anchor: str
    title: str
    sections: tuple[Section, ...]


def plain(sentences: Sequence[str]) -> tuple[Sentence, ...]:
    """Return sentences without links."""
    return tuple((Run(text=sentence),) for sentence in sentences)


def cells(*texts: str | Cell) -> tuple[Cell, ...]:
    """Return the cells of a row."""
    return tuple(text if isinstance(text, Cell) else Cell(text=text) for text in texts)
