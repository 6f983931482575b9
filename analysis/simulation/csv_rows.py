"""Rows of a simulated log as bytes of a CSV file, many at once.

Formatting times takes longer than simulating what happened then, so this is part of the compiled kernel.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.simulation.compiling import entry, inlined
from analysis.simulation.layouts import ByteRows, Bytes, Floats, Ints, ShortInts

__all__ = ["LogRows", "csv_chunks"]

_DAY = 86_400_000_000
_ROWS = 32_768
_COMMA, _END, _ZERO, _T, _COLON, _DOT = (np.uint8(ord(mark)) for mark in ",\n0T:.")
_ONE, _TEN, _HUNDRED, _TEN_THOUSAND = np.uint64(1), np.uint64(10), np.uint64(100), np.uint64(10_000)
_MICROS_A_DAY, _MICROS, _SIXTY = np.uint64(_DAY), np.uint64(1_000_000), np.uint64(60)
_DATE_WIDTH, _ZONE_WIDTH = np.uint64(10), np.uint64(7)
_ZONE = np.frombuffer(b"+00:00,", np.uint8)
_TIME_WIDTH, _NUMBER_WIDTH = 34, 21


class LogRows(NamedTuple):
    """What the kernel kept of each activity instance, and the order in which the log has them."""

    case: ShortInts
    node: ShortInts
    unit: ShortInts
    member: ShortInts
    enable: Floats
    start: Floats
    end: Floats
    order: Ints


class _Texts(NamedTuple):
    """What codes are written as: activities by node, people by pool and seat (nobody is last), dates by day."""

    activities: ByteRows
    activity_sizes: Ints
    activity_of: Ints
    people: ByteRows
    people_sizes: Ints
    first_of: Ints
    days: ByteRows
    zone: Bytes


def csv_chunks(
    rows: LogRows, begin: int, activities: Sequence[str], people: Sequence[str], first_of: Ints
) -> Iterator[memoryview]:
    """Yield the rows of a simulated log: times in UTC to the microsecond, nothing where nobody did it.

    A part may be used until the next one is asked for.

    Args:
        rows: The rows.
        begin: The start of the simulation, in microseconds since 1970.
        activities: The name of each node.
        people: The names of the members of all pools, one pool after the other.
        first_of: Where those of each pool begin.
    """
    count = len(rows.order)
    if not count:
        return
    first = (begin + round(1e6 * min(column.min() for column in rows[4:7]))) // _DAY - 1
    last = (begin + round(1e6 * max(column.max() for column in rows[4:7]))) // _DAY + 1
    texts = _Texts(
        *_table(activities), np.arange(len(activities)), *_table(people), first_of, _days(first, last), _ZONE
    )
    width = texts.activities.shape[1] + texts.people.shape[1] + 3 * _TIME_WIDTH + _NUMBER_WIDTH + 2
    out = np.empty(min(count, _ROWS) * width, dtype=np.uint8)
    for row in range(0, count, _ROWS):
        size = write_rows(rows, texts, begin - first * _DAY, row, min(row + _ROWS, count), out)
        yield out.data[:size]


def _table(texts: Sequence[str]) -> tuple[ByteRows, Ints]:
    """Return texts side by side, quoted as a CSV file has them, with their lengths; an empty one behind them."""
    written = [*(_quoted(text).encode() for text in texts), b""]
    sizes = np.array([len(text) for text in written], dtype=np.int64)
    table = np.zeros((len(written), max(1, int(sizes.max()))), dtype=np.uint8)
    for row, text in zip(table, written, strict=True):
        row[: len(text)] = np.frombuffer(text, np.uint8)
    return table, sizes


def _quoted(text: str) -> str:
    """Return a text as a field of a CSV file. Source: RFC 4180 §2."""
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text or '""'


def _days(first: int, last: int) -> ByteRows:
    days = np.arange(first, last + 1).astype("datetime64[D]").astype("S10")
    return days.view(np.uint8).reshape(-1, 10).copy()


@entry
def write_rows(rows: LogRows, texts: _Texts, begin: int, first: int, last: int, out: Bytes) -> int:
    """Write rows into `out` and return how many bytes they take; `begin` is in microseconds since the first day."""
    at = np.uint64(0)
    for number in range(first, last):
        row = rows.order[number]
        at = _write_number(out, at, np.uint64(rows.case[row]))
        node = texts.activity_of[rows.node[row]]
        at = _write_text(out, at, texts.activities, node, texts.activity_sizes[node])
        at = _write_time(out, at, rows.enable[row], begin, texts.days, texts.zone)
        at = _write_time(out, at, rows.start[row], begin, texts.days, texts.zone)
        at = _write_time(out, at, rows.end[row], begin, texts.days, texts.zone)
        who = len(texts.people_sizes) - 1
        if rows.unit[row] >= 0:
            who = texts.first_of[rows.unit[row]] + max(rows.member[row], 0)
        at = _write_text(out, at, texts.people, who, texts.people_sizes[who])
        out[at - _ONE] = _END
    return int(at)


@inlined
def _write_text(out: Bytes, at: np.uint64, table: ByteRows, row: int, size: int) -> np.uint64:
    length = np.uint64(size)
    text = table[row]
    for place in range(length):
        out[at + np.uint64(place)] = text[place]
    out[at + length] = _COMMA
    return at + length + _ONE


@inlined
def _write_number(out: Bytes, at: np.uint64, number: np.uint64) -> np.uint64:
    size, above = _ONE, _TEN
    while above <= number:
        size += _ONE
        above *= _TEN
    for place in range(size):
        out[at + size - _ONE - np.uint64(place)] = np.uint8(number % _TEN) + _ZERO
        number //= _TEN
    out[at + size] = _COMMA
    return at + size + _ONE


@inlined
def _write_two(out: Bytes, at: np.uint64, number: np.uint64, mark: np.uint8) -> np.uint64:
    """Write a mark and two digits."""
    out[at] = mark
    out[at + _ONE] = np.uint8(number // _TEN) + _ZERO
    out[at + _ONE + _ONE] = np.uint8(number % _TEN) + _ZERO
    return at + _ONE + _ONE + _ONE


@inlined
def _write_time(out: Bytes, at: np.uint64, seconds: float, begin: int, days: ByteRows, zone: Bytes) -> np.uint64:
    """Write a time as 2026-01-05T09:00:00.000000+00:00 (RFC 3339) and a comma."""
    micros = np.uint64(int(np.rint(seconds * 1e6)) + begin)
    day = micros // _MICROS_A_DAY
    within = micros - day * _MICROS_A_DAY
    second = within // _MICROS
    rest = within - second * _MICROS
    minute = second // _SIXTY
    hour = minute // _SIXTY
    date = days[day]
    for place in range(_DATE_WIDTH):
        out[at + np.uint64(place)] = date[place]
    at = _write_two(out, at + _DATE_WIDTH, hour, _T)
    at = _write_two(out, at, minute - hour * _SIXTY, _COLON)
    at = _write_two(out, at, second - minute * _SIXTY, _COLON)
    at = _write_two(out, at, rest // _TEN_THOUSAND, _DOT)
    at = _write_pair(out, at, rest // _HUNDRED % _HUNDRED)
    at = _write_pair(out, at, rest % _HUNDRED)
    for place in range(_ZONE_WIDTH):
        out[at + np.uint64(place)] = zone[place]
    return at + _ZONE_WIDTH


@inlined
def _write_pair(out: Bytes, at: np.uint64, number: np.uint64) -> np.uint64:
    out[at] = np.uint8(number // _TEN) + _ZERO
    out[at + _ONE] = np.uint8(number % _TEN) + _ZERO
    return at + _ONE + _ONE
