"""As-is against to-be: what changes, by how much, how sure that is, and what it comes from."""

from analysis.comparison.compare import Depth, compare
from analysis.comparison.logs import LogComparison, LogSide, compare_logs, compare_periods
from analysis.comparison.phases import Stopped
from analysis.comparison.sureness import ChangeShare, Equivalence, OneOff, Precision, ShareEffect, Shares
from analysis.comparison.values import (
    AssumptionEffect,
    Comparison,
    Driver,
    Drivers,
    MeasureDifference,
    Requirement,
    Side,
    YearlyVolume,
)
from analysis.comparison.variants import Best, VariantComparison, compare_variants
from analysis.quantities import Quantity, Scale, fitting_scale

__all__ = [
    "AssumptionEffect",
    "Best",
    "ChangeShare",
    "Comparison",
    "Depth",
    "Driver",
    "Drivers",
    "Equivalence",
    "LogComparison",
    "LogSide",
    "MeasureDifference",
    "OneOff",
    "Precision",
    "Quantity",
    "Requirement",
    "Scale",
    "ShareEffect",
    "Shares",
    "Side",
    "Stopped",
    "VariantComparison",
    "YearlyVolume",
    "compare",
    "compare_logs",
    "compare_periods",
    "compare_variants",
    "fitting_scale",
]
