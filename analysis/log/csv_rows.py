"""Rows of a simulated log as bytes of a CSV file, many at once.

Formatting times takes longer than simulating what happened then, so this is compiled, and days and seconds of a day are
copied from tables of finished text.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.compiling import compiled, inlined

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

__all__ = ["csv_chunks"]

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

_TEXTS = ("case_id", "activity", "resource")
_TIMES = ("enable_time", "start_time", "end_time")
_DAY = 86_400_000_000
_SECOND = 1_000_000
_TIME_WIDTH = 32
_ROWS = 32_768
_COMMA, _END, _ZERO = ord(","), ord("\n"), ord("0")
_ONE, _TEN, _NOUGHT = np.uint64(1), np.uint64(10), np.uint64(_ZERO)
_DATE_WIDTH, _CLOCK_WIDTH, _PLACES, _ZONE_WIDTH = np.uint64(11), np.uint64(9), np.uint64(6), np.uint64(7)
_ZONE = np.frombuffer(b"+00:00,", np.uint8)


class _Texts(NamedTuple):
    """Texts side by side, each with its length."""

    table: Bytes
    lengths: Ints


def csv_chunks(frame: "pl.DataFrame") -> "Iterator[bytes]":
    """Yield the rows of a simulated log: times in UTC to the microsecond, nothing where a value is not known.

    Args:
        frame: With the columns of `analysis.log.COLUMNS`: texts of known sets (Enum), times without gaps.
    """
    texts = [_texts(frame[name]) for name in _TEXTS]
    codes = np.stack([_codes(frame[name]) for name in _TEXTS])
    times = np.stack([frame[name].to_physical().to_numpy() for name in _TIMES])
    if not times.size:
        return
    first, last = int(times.min()) // _DAY, int(times.max()) // _DAY
    days = _day_texts(first, last)
    width = sum(text.table.shape[1] for text in texts) + len(_TIMES) * _TIME_WIDTH + len(_TEXTS) + len(_TIMES)
    out = np.empty(min(frame.height, _ROWS) * width, dtype=np.uint8)
    for begin in range(0, frame.height, _ROWS):
        rows = slice(begin, begin + _ROWS)
        size = _write_rows(out, codes[:, rows], times[:, rows], texts[0], texts[1], texts[2], days, _CLOCK, first)
        yield out[:size].tobytes()


def _texts(column: "pl.Series") -> _Texts:
    """Return the texts of a column, quoted as a CSV file has them, and an empty one behind them for an unknown one."""
    import polars as pl

    known = column.dtype.categories.to_list() if isinstance(column.dtype, pl.Enum) else []
    texts = [*(_quoted(text).encode() for text in known), b""]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    table = np.zeros((len(texts), max(1, int(lengths.max()))), dtype=np.uint8)
    for row, text in zip(table, texts, strict=True):
        row[: len(text)] = np.frombuffer(text, np.uint8)
    return _Texts(table, lengths)


def _quoted(text: str) -> str:
    """Return a text as a field of a CSV file. Source: RFC 4180 §2."""
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text or '""'


def _codes(column: "pl.Series") -> NDArray[np.int32]:
    import polars as pl

    return column.to_physical().cast(pl.Int32).fill_null(-1).to_numpy()


def _day_texts(first: int, last: int) -> Bytes:
    days = np.arange(first, last + 1).astype("datetime64[D]").astype("S10")
    texts = np.full((len(days), 11), ord("T"), dtype=np.uint8)
    texts[:, :10] = days.view(np.uint8).reshape(-1, 10)
    return texts


def _clock() -> Bytes:
    texts = np.full((86_400, 9), ord(":"), dtype=np.uint8)
    seconds = np.arange(86_400)
    for place, value in ((0, seconds // 3600), (3, seconds // 60 % 60), (6, seconds % 60)):
        texts[:, place], texts[:, place + 1] = value // 10 + _ZERO, value % 10 + _ZERO
    texts[:, 8] = ord(".")
    return texts


_CLOCK = _clock()


@compiled
def _write_rows(
    out: Bytes,
    codes: NDArray[np.int32],
    times: Ints,
    cases: _Texts,
    activities: _Texts,
    resources: _Texts,
    days: Bytes,
    clock: Bytes,
    first: int,
) -> int:
    """Write rows into `out` and return how many bytes they take. Places are unsigned, so none is looked at twice."""
    at = np.uint64(0)
    for row in range(codes.shape[1]):
        at = _write_text(out, at, cases.table, cases.lengths, codes[0, row])
        at = _write_text(out, at, activities.table, activities.lengths, codes[1, row])
        for column in range(3):
            at = _write_time(out, at, times[column, row], days, clock, first)
        at = _write_text(out, at, resources.table, resources.lengths, codes[2, row])
        out[at - _ONE] = _END
    return int(at)


@inlined
def _write_text(out: Bytes, at: np.uint64, table: Bytes, lengths: Ints, code: int) -> np.uint64:
    length = np.uint64(lengths[code])
    text = table[code]
    for place in range(length):
        out[at + place] = text[place]
    out[at + length] = _COMMA
    return at + length + _ONE


@inlined
def _write_time(out: Bytes, at: np.uint64, micros: int, days: Bytes, clock: Bytes, first: int) -> np.uint64:
    """Write a time as 2026-01-05T09:00:00.000000+00:00 (RFC 3339) and a comma."""
    day = micros // _DAY
    within = micros - day * _DAY
    second = within // _SECOND
    rest = np.uint64(within - second * _SECOND)
    date, time = days[day - first], clock[second]
    for place in range(_DATE_WIDTH):
        out[at + place] = date[place]
    at += _DATE_WIDTH
    for place in range(_CLOCK_WIDTH):
        out[at + place] = time[place]
    at += _CLOCK_WIDTH
    for place in range(_PLACES):
        out[at + _PLACES - _ONE - place] = rest % _TEN + _NOUGHT
        rest //= _TEN
    at += _PLACES
    for place in range(_ZONE_WIDTH):
        out[at + place] = _ZONE[place]
    return at + _ZONE_WIDTH
