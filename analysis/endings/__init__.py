"""How the cases of a model end, and which of the ends are refusals, errors, or the applicant giving up."""

from analysis.endings.finding import find_endings, share_of
from analysis.endings.values import Ending, Outcome

__all__ = ["Ending", "Outcome", "find_endings", "share_of"]
