"""Rows of a simulated log as bytes of a CSV file, many at once.

Formatting times takes longer than simulating what happened then, so this is part of the compiled kernel.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.simulation.compiling import entry, inlined
from analysis.simulation.layouts import Bytes, Floats, Ints, ShortInts, WordRows

__all__ = ["LogRows", "csv_chunks"]

_DAY = 86_400_000_000
_ROWS = 32_768
_WORD = 8
_BYTES, _LOWEST = np.uint64(_WORD), np.uint64(0xFF)
_BYTE, _THIRD, _FIFTH, _SIXTH = (np.uint64(8 * number) for number in (1, 3, 5, 6))
_ONE, _TEN, _SIXTY, _HUNDRED, _TEN_THOUSAND = (np.uint64(number) for number in (1, 10, 60, 100, 10_000))
_MICROS_A_DAY, _MICROS = np.uint64(_DAY), np.uint64(1_000_000)
_COMMA, _END, _ZERO = (np.uint8(ord(mark)) for mark in ",\n0")
_TIME_WIDTH, _NUMBER_WIDTH = 33, 21


def _word(text: bytes) -> np.uint64:
    """Return eight bytes as the number that is written as them, the first being its lowest."""
    return np.uint64(int.from_bytes(text, "little"))


_CLOCK, _DIGITS, _ZONE = _word(b"00:00:00"), _word(b".000000+"), _word(b"00:00,\0\0")
_DATE_WIDTH, _ZONE_WIDTH = np.uint64(11), np.uint64(6)


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

    activities: WordRows
    activity_sizes: Ints
    people: WordRows
    people_sizes: Ints
    first_of: Ints
    days: WordRows


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
    texts = _Texts(*_table(activities), *_table(people), first_of, _days(first, last))
    width = texts.activities.nbytes // len(texts.activities) + texts.people.nbytes // len(texts.people)
    width += 3 * _TIME_WIDTH + _NUMBER_WIDTH + 2
    out = np.empty(min(count, _ROWS) * width + _WORD, dtype=np.uint8)
    for row in range(0, count, _ROWS):
        size = write_rows(rows, texts, begin - first * _DAY, row, min(row + _ROWS, count), out)
        yield out.data[:size]


def _table(texts: Sequence[str]) -> tuple[WordRows, Ints]:
    """Return texts side by side, quoted as a CSV file has them, with their lengths; an empty one behind them."""
    written = [*(_quoted(text).encode() for text in texts), b""]
    sizes = np.array([len(text) for text in written], dtype=np.int64)
    width = -(-max(1, int(sizes.max())) // _WORD) * _WORD
    together = b"".join(text.ljust(width, b"\0") for text in written)
    return np.frombuffer(together, "<u8").astype(np.uint64).reshape(len(written), -1), sizes


def _quoted(text: str) -> str:
    """Return a text as a field of a CSV file. Source: RFC 4180 §2."""
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text or '""'


def _days(first: int, last: int) -> WordRows:
    days = np.arange(first, last + 1).astype("datetime64[D]").astype("S10")
    return np.frombuffer(b"".join(day + b"T\0\0\0\0\0" for day in days), "<u8").astype(np.uint64).reshape(-1, 2)


@entry
def write_rows(rows: LogRows, texts: _Texts, begin: int, first: int, last: int, out: Bytes) -> int:
    """Write rows into `out` and return how many bytes they take; `begin` is in microseconds since the first day.

    Eight bytes are written at a time, and what is too much of them is written over: `out` has room for one word more.
    """
    at = np.uint64(0)
    for number in range(first, last):
        row = rows.order[number]
        at = _write_number(out, at, np.uint64(rows.case[row]))
        at = _write_text(out, at, texts.activities, rows.node[row], texts.activity_sizes[rows.node[row]])
        at = _write_time(out, at, rows.enable[row], begin, texts.days)
        at = _write_time(out, at, rows.start[row], begin, texts.days)
        at = _write_time(out, at, rows.end[row], begin, texts.days)
        who = len(texts.people_sizes) - 1
        if rows.unit[row] >= 0:
            who = texts.first_of[rows.unit[row]] + max(rows.member[row], 0)
        at = _write_text(out, at, texts.people, who, texts.people_sizes[who])
        out[at - _ONE] = _END
    return int(at)


@inlined
def _write_word(out: Bytes, at: np.uint64, word: np.uint64) -> None:
    """Write eight bytes, which the compiler makes one of."""
    for place in range(_WORD):
        out[at + np.uint64(place)] = np.uint8((word >> (_BYTE * np.uint64(place))) & _LOWEST)


@inlined
def _write_text(out: Bytes, at: np.uint64, table: WordRows, row: int, size: int) -> np.uint64:
    for place in range((size + _WORD - 1) // _WORD):
        _write_word(out, at + _BYTES * np.uint64(place), table[row, place])
    end = at + np.uint64(size)
    out[end] = _COMMA
    return end + _ONE


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
def _two(number: np.uint64) -> np.uint64:
    """Return two digits, to be added to two bytes of zeros."""
    tens = number // _TEN
    return tens | ((number - tens * _TEN) << _BYTE)


@inlined
def _write_time(out: Bytes, at: np.uint64, seconds: float, begin: int, days: WordRows) -> np.uint64:
    """Write a time as 2026-01-05T09:00:00.000000+00:00 (RFC 3339) and a comma."""
    micros = np.uint64(int(np.rint(seconds * 1e6)) + begin)
    day = micros // _MICROS_A_DAY
    within = micros - day * _MICROS_A_DAY
    second = within // _MICROS
    rest = within - second * _MICROS
    minute = second // _SIXTY
    hour = minute // _SIXTY
    _write_word(out, at, days[day, 0])
    _write_word(out, at + _BYTES, days[day, 1])
    at += _DATE_WIDTH
    clock = _two(hour) | (_two(minute - hour * _SIXTY) << _THIRD) | (_two(second - minute * _SIXTY) << _SIXTH)
    _write_word(out, at, _CLOCK + clock)
    upper, lower = rest // _TEN_THOUSAND, rest // _HUNDRED
    digits = (
        (_two(upper) << _BYTE) | (_two(lower - upper * _HUNDRED) << _THIRD) | (_two(rest - lower * _HUNDRED) << _FIFTH)
    )
    _write_word(out, at + _BYTES, _DIGITS + digits)
    _write_word(out, at + _BYTES + _BYTES, _ZONE)
    return at + _BYTES + _BYTES + _ZONE_WIDTH
