"""Write sheets as an Office Open XML workbook (ECMA-376), the same bytes for the same comparison and moment."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from analysis.comparison import Comparison
from analysis.report.chapters.steps import steps_grid
from analysis.report.chapters.targets import indicator_grid
from analysis.report.content import material_of, title_of
from analysis.report.dossier import Dossier
from analysis.report.material import Material
from analysis.report.wording import Names
from analysis.report.xlsx.activities import activities_sheet, roles_sheet
from analysis.report.xlsx.annex import files_sheet, grid_sheet
from analysis.report.xlsx.burden import burden_sheet, documents_sheet
from analysis.report.xlsx.causes import assumptions_sheet, changes_sheet, drivers_sheet
from analysis.report.xlsx.grid import FIRST_ROW, Cell, Form, Formula, Lead, Sheet
from analysis.report.xlsx.measures import measures_sheet
from analysis.report.xlsx.replications import replications_sheet
from analysis.report.xlsx.settings import settings_sheet
from analysis.report.xlsx.summary import summary_sheet
from analysis.report.xlsx.sureness import parameters_sheet, shares_sheet, stresses_sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["report_sheets", "report_xlsx"]

_FORMS: dict[Form, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "exact": {"num_format": "General"},
    "number": {"num_format": "#,##0.00"},
    "probability": {"num_format": "0.0000"},
    "per_cent": {"num_format": "0.0%"},
}
_HEADER = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3E7EC"}
_TOTAL = {"bold": True, "top": 1}


def report_sheets(material: Material) -> tuple[Sheet, ...]:
    """Return the workbook's sheets in order."""
    comparison, wording = material.comparison, material.wording
    return (
        summary_sheet(comparison, wording, title_of(material)),
        measures_sheet(comparison, wording),
        replications_sheet(comparison, wording),
        activities_sheet(comparison, wording),
        roles_sheet(comparison, wording),
        burden_sheet(comparison, wording),
        documents_sheet(comparison, wording),
        drivers_sheet(comparison, wording),
        assumptions_sheet(comparison, wording),
        changes_sheet(comparison, wording),
        shares_sheet(comparison, wording),
        stresses_sheet(comparison, wording),
        parameters_sheet(comparison, wording),
        grid_sheet("steps_as_is", steps_grid(material, 0), wording),
        grid_sheet("steps_to_be", steps_grid(material, 1), wording),
        grid_sheet("indicators", indicator_grid(material), wording),
        settings_sheet(comparison, wording),
        files_sheet(comparison, material.dossier, wording),
    )


def report_xlsx(
    comparison: Comparison,
    *,
    language: str,
    generated_at: datetime,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> bytes:
    """Return the report as a workbook; the same comparison and moment give the same bytes.

    Args:
        comparison: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made, aware.
        names: Labels of elements in the reader's language, where they differ from the models' own.
        dossier: What the library knows of the service, in the reader's language.
    """
    import xlsxwriter  # a report as a workbook is seldom asked for

    material = material_of(comparison, language=language, generated_at=generated_at, names=names, dossier=dossier)
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    made = generated_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    workbook.set_properties({"title": title_of(material), "created": made})
    for sheet in report_sheets(material):
        _write(workbook, workbook.add_worksheet(sheet.name), sheet)
    workbook.close()
    return file.getvalue()


def _write(workbook: Any, page: "Worksheet", sheet: Sheet) -> None:  # noqa: ANN401  # its type has no stubs
    page.write_string(0, 0, sheet.title, workbook.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, sheet.note)
    header = workbook.add_format(_HEADER)
    totals_from = len(sheet.rows) - sheet.totals
    for position, column in enumerate(sheet.columns):
        plain = workbook.add_format({**_FORMS[column.form], "valign": "top"})
        total = workbook.add_format({**_FORMS[column.form], **_TOTAL})
        page.set_column(position, position, column.width)
        page.write_string(FIRST_ROW - 2, position, column.header, header)
        for row, cells in enumerate(sheet.rows):
            style = total if row >= totals_from else plain
            _put(page, FIRST_ROW - 1 + row, position, cells[position], style)
    page.freeze_panes(FIRST_ROW - 1, 1)
    page.repeat_rows(FIRST_ROW - 2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _put(page: "Worksheet", row: int, column: int, cell: Cell, style: Any) -> None:  # noqa: ANN401  # see above
    """Write a cell; texts always as texts, so that nothing from a model or scenario is taken for a formula."""
    if cell is None:
        page.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        page.write_string(row, column, cell, style)
    elif isinstance(cell, Lead):
        page.write_url(row, column, f"internal:{cell.to}", style, cell.text)
    elif isinstance(cell, Formula):
        page.write_formula(row, column, f"={cell.expression}", style, cell.value)
    else:
        page.write_number(row, column, cell, style)
