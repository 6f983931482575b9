"""The events of a XES file, a trace in memory at a time. IEEE 1849-2023."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from analysis.errors import LogError
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl
    from lxml import etree

__all__ = ["xes_events"]

_KEYS = {
    "concept:name": 1,
    "time:timestamp": 2,
    "lifecycle:transition": 3,
    "org:resource": 4,
    "concept:instance": 5,
    "element": 6,
    "type": 7,
}
_COLUMNS = ("case_id", "activity", "at", "step", "resource", "instance", "element", "type")
_BLANK = (None,) * 7
_NEEDED = {0: "case:concept:name", 1: "concept:name", 2: "time:timestamp"}


def xes_events(file: BinaryIO) -> "pl.DataFrame":
    """Return a row an event, all as text: case_id, activity, at, step, resource, instance, element and its type.

    Raises:
        LogError: If an event has no name or time, or its trace no name.
    """
    import polars as pl

    columns: list[list[str | None]] = [[] for _ in _COLUMNS]
    for number, row in enumerate(_events(file)):
        for place, name in _NEEDED.items():
            if not row[place]:
                raise LogError(Text("Event {number} has no {key}.", number=number + 1, key=name))
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return pl.DataFrame(dict(zip(_COLUMNS, columns, strict=True)), schema=dict.fromkeys(_COLUMNS, pl.String))


def _events(file: BinaryIO) -> Iterator[list[str | None]]:
    from lxml import etree

    parsed = etree.iterparse(file, tag="{*}trace", resolve_entities=False, no_network=True, huge_tree=False)
    for _, trace in parsed:
        case = _case(trace)
        for event in trace.iterchildren("{*}event"):
            row: list[str | None] = [case, *_BLANK]
            for child in event:
                place = _KEYS.get(child.get("key"))
                if place is not None:
                    row[place] = child.get("value")
            yield row
        trace.clear()
        while (previous := trace.getprevious()) is not None:
            trace.getparent().remove(previous)


def _case(trace: "etree._Element") -> str | None:
    return next((child.get("value") for child in trace if child.get("key") == "concept:name"), None)
