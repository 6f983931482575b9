"""How cases end, as values."""

from dataclasses import dataclass
from typing import Literal

from bpmn.language import Text

__all__ = ["Ending", "Outcome"]

Outcome = Literal["granted", "rejected", "abandoned", "error", "unknown"]
"""What an end means: the applicant gets it; the office refuses; the applicant gave up; something failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An end event that cases come to.

    Attributes:
        element: Its id.
        name: Its label.
        outcome: What it means for the applicant.
        share: The share of cases that come to it.
        recognised_by: How the outcome was told: by the facts in the model, by an error event, by its name, or not.
    """

    element: str
    name: str
    outcome: Outcome
    share: float
    recognised_by: Text
