"""What a page is made of."""

from dataclasses import dataclass

from analysis.charts.drawing import Chart, Table

__all__ = ["Block", "Card", "Page", "Section", "chart", "picture", "sentences", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A key figure: what it is, its value, and what else is to be said of it; `is_bad` marks what needs care."""

    label: str
    value: str
    note: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a section.

    Attributes:
        kind: "picture", "chart", "table" or "list".
        title: The heading of a list; the caption of a picture.
        svg: The picture.
        chart: The chart.
        table: The table.
        is_numeric: Whether the table's cells are numbers, not to be broken.
        sentences: The list.
    """

    kind: str
    title: str = ""
    svg: str = ""
    chart: Chart | None = None
    table: Table | None = None
    is_numeric: bool = False
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: its anchor, its heading, its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it is HTML.

    Attributes:
        kind: What sort of page it is.
        title: What it is about.
        facts: What it rests on: file, scenario, cases, seed.
        generated: When it was made.
        lead: The main finding, in sentences.
        warnings: What makes the figures unsafe.
        cards: The key figures.
        sections: The rest.
    """

    kind: str
    title: str
    facts: tuple[str, ...]
    generated: str
    lead: tuple[str, ...]
    warnings: tuple[str, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]


def picture(svg: str, caption: str) -> Block:
    """Return a diagram with what its colours mean."""
    return Block(kind="picture", svg=svg, title=caption)


def chart(found: Chart | None) -> tuple[Block, ...]:
    """Return a chart's block, or none where there is no chart."""
    return () if found is None else (Block(kind="chart", chart=found),)


def table(found: Table, *, is_numeric: bool = False) -> tuple[Block, ...]:
    """Return a table's block, or none where it has no rows."""
    return (Block(kind="table", table=found, is_numeric=is_numeric),) if found.rows else ()


def sentences(title: str, found: tuple[str, ...]) -> tuple[Block, ...]:
    """Return a list's block, or none where there is nothing to say."""
    return (Block(kind="list", title=title, sentences=found),) if found else ()
