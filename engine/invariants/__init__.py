"""What is true of the stored data at every moment, whatever was killed, cut off or raced: one function that says so.

Tests call it after everything they break; `ortoo check-data` runs it in production, beside everybody's work.
"""

from engine.invariants.checking import check_data
from engine.invariants.violations import Violation

__all__ = ["Violation", "check_data"]
