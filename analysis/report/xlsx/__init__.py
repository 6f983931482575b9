"""The report as a workbook: the raw tables, and formulas that compute the totals, differences and intervals again."""

from analysis.report.xlsx.workbook import report_xlsx

__all__ = ["report_xlsx"]
