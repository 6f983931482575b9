"""Pages that a command writes."""

from pathlib import Path

import click

__all__ = ["check_folder", "check_page_name", "write_page"]

_SUFFIXES = {".html", ".htm"}


def check_page_name(out: str | None) -> None:
    """Refuse a page's name before the work begins: where it does not say that it is HTML, or its folder is not there.

    Raises:
        click.UsageError: If so.
    """
    if out is None:
        return
    if Path(out).suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"A page's name ends in .html; {out} does not.")
    check_folder(out)


def check_folder(out: str) -> None:
    """Refuse a file's name before the work begins where its folder is not there.

    Raises:
        click.UsageError: If so.
    """
    if not Path(out).parent.is_dir():
        raise click.UsageError(f"There is no folder {Path(out).parent} to write {Path(out).name} into.")


def write_page(out: str, page: str) -> None:
    """Write a page, UTF-8; what was there is replaced.

    Raises:
        OSError: If the file cannot be written.
    """
    Path(out).write_text(page, encoding="utf-8")
