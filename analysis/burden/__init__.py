"""What a service costs those who need it: steps, visits, papers, fees, hours and money."""

from analysis.burden.forms import NO_FORMS, Forms
from analysis.burden.measure import at_volume, burden_from_visits, measure_burden
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
    "NO_FORMS",
    "Burden",
    "BurdenLine",
    "BurdenParameter",
    "BurdenRange",
    "DocumentDemand",
    "FormDemand",
    "Forms",
    "YearlyBurden",
    "at_volume",
    "burden_from_visits",
    "measure_burden",
]
