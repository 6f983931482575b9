"""The report of a comparison: a self-contained page, a PDF and a workbook for people, one document for machines."""

from analysis.report.dossier import Dossier, Source
from analysis.report.html import STYLE_HASH, report_html
from analysis.report.pdf import ReportNotSetError, report_pdf
from analysis.report.wording import Names
from analysis.report.writing import ReportFormatError, report_json, write_report
from analysis.report.xlsx import report_xlsx

__all__ = [
    "STYLE_HASH",
    "Dossier",
    "Names",
    "ReportFormatError",
    "ReportNotSetError",
    "Source",
    "report_html",
    "report_json",
    "report_pdf",
    "report_xlsx",
    "write_report",
]
