"""A change to a scenario that relieves a bottleneck."""

from dataclasses import dataclass

from analysis.scenario.values import Scenario
from bpmn.language import Text

__all__ = ["LESS", "NONE", "SIZES", "Change"]

LESS = 0.9
"""Relieved by 10%: what is left of it."""
NONE = 0.0
"""Removed."""
SIZES = {"ten_per_cent": LESS, "removed": NONE}
"""How far each bottleneck is relieved: what is left of it, by the key in the JSON document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change, in words, and the scenario after it."""

    what: Text
    scenario: Scenario
