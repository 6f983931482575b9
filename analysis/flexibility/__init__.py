"""How a service stands more cases and fewer people."""

from analysis.flexibility.measuring import VOLUME_FACTORS, measure_flexibility
from analysis.flexibility.values import Flexibility, Stress

__all__ = ["VOLUME_FACTORS", "Flexibility", "Stress", "measure_flexibility"]
