"""What a service costs those who need it: steps, visits, papers, fees, hours and money."""

from analysis.burden.measure import burden_from_visits, measure_burden
from analysis.burden.values import (
    Burden,
    BurdenLine,
    BurdenParameter,
    BurdenRange,
    DocumentDemand,
    FormDemand,
    YearlyBurden,
)

__all__ = [
    "Burden",
    "BurdenLine",
    "BurdenParameter",
    "BurdenRange",
    "DocumentDemand",
    "FormDemand",
    "YearlyBurden",
    "burden_from_visits",
    "measure_burden",
]
