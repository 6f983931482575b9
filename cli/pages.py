"""Pages that a command writes."""

from pathlib import Path

import click

__all__ = ["check_page_name", "write_page"]

_SUFFIXES = {".html", ".htm"}


def check_page_name(out: str | None) -> None:
    """Refuse a page's name before the work begins, where it does not say that it is HTML.

    Raises:
        click.UsageError: If it ends in something else.
    """
    if out is not None and Path(out).suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"A page's name ends in .html; {out} does not.")


def write_page(out: str, page: str) -> None:
    """Write a page, UTF-8; what was there is replaced.

    Raises:
        OSError: If the file cannot be written.
    """
    Path(out).write_text(page, encoding="utf-8")
