"""Times of log files as aware moments."""

from typing import TYPE_CHECKING

from analysis.errors import LogError
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["moments"]

# RFC 3339 first: it is what XES and our own files hold, and the quickest to read. Then ISO 8601 without an offset, and
# the same with slashes; day and month in another order could be taken for each other and are not read.
_FORMATS = (
    "%+",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M",
)
_DAYS = ("%Y-%m-%d", "%Y/%m/%d")


def moments(column: "pl.Series", name: str) -> "pl.Series":
    """Return a column's times in UTC; those without an offset are taken to be in UTC, empty ones are null.

    Raises:
        LogError: If one cannot be read; the message names the row and the column.
    """
    import polars as pl

    kind = pl.Datetime("us", "UTC")
    if column.dtype != pl.String:
        return column.cast(kind)
    texts = column.str.strip_chars().replace("", None)
    found = pl.Series(name, [None] * len(texts), dtype=kind)
    for form in (*_FORMATS, *_DAYS):
        if found.null_count() == texts.null_count():
            break
        found = found.fill_null(_as(texts, form).cast(kind))
    broken = texts.is_not_null() & found.is_null()
    if broken.any():
        row = int(broken.arg_max() or 0) + 1
        raise LogError(Text("Row {row} has no {name} that can be read.", row=row, name=name))
    return found


def _as(texts: "pl.Series", form: str) -> "pl.Series":
    import polars as pl

    if form in _DAYS:
        return texts.str.to_date(form, strict=False).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return texts.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)
