"""What a service costs those who need it: steps, visits, papers, fees, hours and money."""

from analysis.burden.measure import burden_from_visits, measure_burden
from analysis.burden.values import Burden, BurdenLine, DocumentDemand, YearlyBurden

__all__ = ["Burden", "BurdenLine", "DocumentDemand", "YearlyBurden", "burden_from_visits", "measure_burden"]
