"""The digital maturity of a service, read off its model."""

from analysis.maturity.measuring import measure_maturity
from analysis.maturity.values import HIGHEST_STAGE, SOURCE, STAGES, Criterion, Maturity

__all__ = ["HIGHEST_STAGE", "SOURCE", "STAGES", "Criterion", "Maturity", "measure_maturity"]
