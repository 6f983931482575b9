"""The figures that other sheets' formulas rest on: the intervals' coverage, the year's volume, and more."""

from typing import Literal

from analysis.comparison import Comparison
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Sheet, address
from analysis.report.xlsx.naming import sheet_name

__all__ = ["CONFIDENCE", "setting", "settings_sheet", "yearly_volume"]

CONFIDENCE = 0.95
"""Coverage of every interval of a comparison (`analysis.comparison.paired_difference`)."""

Setting = Literal["confidence", "volume", "seed", "replications", "cases", "warm_up", "hour", "currency"]
_ORDER: tuple[Setting, ...] = (
    "confidence",
    "volume",
    "seed",
    "replications",
    "cases",
    "warm_up",
    "hour",
    "currency",
)


def setting(name: Setting, wording: Wording) -> str:
    """Return the address of a setting, for formulas of other sheets."""
    return address(1, _ORDER.index(name), sheet_name("settings", wording))


def yearly_volume(comparison: Comparison) -> float | None:
    """Return the cases a year, for both sides the same, by which yearly totals are worked out; None: not said."""
    return comparison.volume.cases if comparison.volume else None


def settings_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the sheet of settings."""
    word = wording.word
    simulation = comparison.as_is.simulation
    rows: dict[Setting, tuple[Cell, ...]] = {
        "confidence": (word("Coverage of the intervals"), CONFIDENCE),
        "volume": (word("Cases a year"), yearly_volume(comparison)),
        "seed": (word("Seed"), comparison.seed),
        "replications": (word("Pairs of replications"), simulation.replications),
        "cases": (word("Cases a replication"), simulation.cases),
        "warm_up": (word("Of these, cases at the start that are not counted"), simulation.warm_up),
        "hour": (word("What an applicant's hour is worth"), comparison.as_is.burden.value_of_time_per_h),
        "currency": (word("Currency"), comparison.as_is.scenario.currency),
    }
    return Sheet(
        name=sheet_name("settings", wording),
        title=word("Settings of the comparison"),
        note=word("Formulas on the other sheets use coverage and cases a year; the rest is for the record."),
        columns=(Column(word("Setting"), "text", 50), Column(word("Value"), "exact", 18)),
        rows=[rows[name] for name in _ORDER],
    )
