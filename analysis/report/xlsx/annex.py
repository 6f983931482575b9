"""Steps, indicators, sources and files: what the report's chapters show, to be sorted and filled in."""

import hashlib

from analysis.comparison import Comparison
from analysis.report.blocks import Grid
from analysis.report.dossier import Dossier
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Sheet
from analysis.report.xlsx.naming import SheetKey, sheet_name

__all__ = ["files_sheet", "grid_sheet"]

_WIDEST = 60


def grid_sheet(key: SheetKey, grid: Grid, wording: Wording) -> Sheet:
    """Return a table of the report as a sheet of texts."""
    rows: list[tuple[Cell, ...]] = [
        tuple(f"{cell.text} ({cell.small})" if cell.small else cell.text for cell in row.cells)
        for row in grid.rows
        if len(row.cells) == len(grid.headers)
    ]
    widths = (min(_WIDEST, round(18 * width)) for width in grid.widths)
    return Sheet(
        name=sheet_name(key, wording),
        title=grid.caption,
        note=grid.note,
        columns=tuple(Column(header, "text", width) for header, width in zip(grid.headers, widths, strict=True)),
        rows=rows,
    )


def files_sheet(comparison: Comparison, dossier: Dossier, wording: Wording) -> Sheet:
    """Return the sources by their number, and the files with their SHA-256."""
    word = wording.word
    models = [
        (side.model.source_name, hashlib.sha256(side.model.source).hexdigest())
        for side in (comparison.as_is, comparison.to_be)
        if side.model.source
    ]
    files = dict.fromkeys((*models, *dossier.files))
    rows: list[tuple[Cell, ...]] = [(word("File"), name, digest) for name, digest in files]
    rows += [(source.number, source.says, source.where) for source in dossier.sources]
    return Sheet(
        name=sheet_name("files", wording),
        title=word("The files this report rests on"),
        note=word("Files with their SHA-256, then the sources by their number."),
        columns=(
            Column(word("Number"), "text", 10),
            Column(word("What it says"), "text", 60),
            Column(word("Where"), "text", 70),
        ),
        rows=rows,
    )
