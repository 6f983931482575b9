"""As-is against to-be: what changes, by how much, how sure that is, and what it comes from."""

from analysis.comparison.compare import compare
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
from analysis.quantities import Quantity, Scale, fitting_scale

__all__ = [
    "AssumptionEffect",
    "ChangeShare",
    "Comparison",
    "Driver",
    "Drivers",
    "Equivalence",
    "MeasureDifference",
    "OneOff",
    "Precision",
    "Quantity",
    "Requirement",
    "Scale",
    "ShareEffect",
    "Shares",
    "Side",
    "YearlyVolume",
    "compare",
    "fitting_scale",
]
