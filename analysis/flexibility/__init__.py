"""How a service stands more cases and fewer people."""

from analysis.flexibility.values import Flexibility, Stress

__all__ = ["Flexibility", "Stress"]
