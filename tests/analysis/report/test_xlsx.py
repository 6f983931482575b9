"""The workbook: an independent engine computes its formulas to our own figures; nothing given becomes a formula."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import formulas
import openpyxl
import pytest

from analysis.comparison import Comparison
from analysis.report import Dossier, Names, Source, report_xlsx, write_report
from bpmn.language import LANGUAGES
from processes import find_service

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _workbook(comparison: Comparison, language: str) -> bytes:
    service = find_service("company-registration")
    names = Names(as_is=service.element_names(language, "as-is"), to_be=service.element_names(language, "to-be"))
    return report_xlsx(comparison, language=language, generated_at=MADE, names=names)


def _computed(path: Path) -> dict[str, float]:
    """Return what an engine that is not ours computes for each cell, by "SHEET!CELL" in capitals."""
    found = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {str(key).upper().replace("'", "").partition("]")[2]: ranges for key, ranges in found.items()}
    return {key: ranges.value[0, 0] for key, ranges in cells.items() if ":" not in key and hasattr(ranges, "value")}


@pytest.mark.filterwarnings("ignore")  # the engine's own dependencies warn
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_engine_computes_every_formula_to_our_figure(
    comparison: Comparison, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(_workbook(comparison, language))
    computed = _computed(path)
    live, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    checked = 0
    for sheet in live:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            value = shown[sheet.title][cell.coordinate].value
            key = f"{sheet.title}!{cell.coordinate}".upper()
            assert computed[key] == pytest.approx(value, rel=1e-9, abs=1e-6), (key, cell.value)
            checked += 1
    assert checked > 400


def test_the_measures_are_those_of_the_comparison(comparison: Comparison) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_workbook(comparison, "en")), data_only=True)["Measures"]
    headers = {cell.value: cell.column - 1 for cell in sheet[4]}
    rows = {row[headers["Name in data"]].value: row for row in sheet.iter_rows(min_row=5)}
    assert list(rows) == [found.measure for found in comparison.measures]
    for found in comparison.measures:
        row = rows[found.measure]
        assert row[headers["As it is"]].value == pytest.approx(found.as_is, rel=1e-12)
        assert row[headers["Difference: interval from"]].value == (
            None if found.ci_low is None else pytest.approx(found.ci_low, rel=1e-12)
        )


def test_changing_the_years_cases_changes_the_yearly_totals(comparison: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    workbook = openpyxl.load_workbook(io.BytesIO(_workbook(comparison, "en")))
    assert workbook["Settings"]["A6"].value == "Cases a year"
    workbook["Settings"]["B6"].value *= 3
    workbook.save(path)
    names = [row[0].value for row in workbook["Measures"].iter_rows(min_row=5)]
    place = f"MEASURES!D{5 + names.index('Cost to applicants a year')}"
    found = comparison.measure("applicant_cost_year")
    assert found is not None
    assert _computed(path)[place] == pytest.approx(3 * found.as_is)


def test_the_same_comparison_and_moment_give_the_same_bytes(comparison: Comparison) -> None:
    assert _workbook(comparison, "mn") == _workbook(comparison, "mn")


def test_names_of_sheets_are_short_and_in_the_readers_language(comparison: Comparison) -> None:
    names = [openpyxl.load_workbook(io.BytesIO(_workbook(comparison, language))).sheetnames for language in LANGUAGES]
    assert not set(names[0]) & set(names[1])
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for found in names for name in found)


def test_a_name_that_looks_like_a_formula_stays_a_text(comparison: Comparison, tmp_path: Path) -> None:
    given = Names(as_is={"Task_check_file": '=HYPERLINK("http://example.org","x")'})
    write_report(comparison, tmp_path / "r.xlsx", "en", generated_at=MADE, names=given)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Activities"]
    found = [row[0] for row in sheet.iter_rows() if row[2].value == "Task_check_file"]
    assert found[0].value == given.as_is["Task_check_file"]
    assert found[0].data_type == "s"


def test_a_comparison_with_next_to_nothing_in_it_has_all_sheets_too(comparison: Comparison) -> None:
    empty = replace(
        comparison, changes=(), measures=(), assumptions=(), drivers=replace(comparison.drivers, by_activity=())
    )
    workbook = openpyxl.load_workbook(io.BytesIO(report_xlsx(empty, language="en", generated_at=MADE)))
    assert workbook.sheetnames == openpyxl.load_workbook(io.BytesIO(_workbook(comparison, "en"))).sheetnames
    assert [cell.value for cell in workbook["Drivers"]["A"][4:]][-1] == "Difference in all"


def test_each_figure_of_the_summary_leads_to_its_row_among_the_measures(comparison: Comparison) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(_workbook(comparison, "mn")))
    summary = workbook.worksheets[0]
    rows = [row for row in summary.iter_rows(min_row=5) if row[0].value]
    assert len(rows) >= 6
    for row in rows:
        sheet, _, cell = row[0].hyperlink.location.replace("'", "").partition("!")
        assert workbook[sheet][f"A{cell[1:]}"].value == row[0].value


def test_sources_and_files_have_a_sheet(comparison: Comparison) -> None:
    dossier = Dossier(sources=(Source(number="S28", says="2 days", where="burtgel.gov.mn"),), files=(("a.dmn", "ab"),))
    content = report_xlsx(comparison, language="en", generated_at=MADE, dossier=dossier)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Files and sources"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]
    assert ("File", "a.dmn", "ab") in rows
    assert ("S28", "2 days", "burtgel.gov.mn") in rows
    assert len([row for row in rows if row[0] == "File"]) == 3
