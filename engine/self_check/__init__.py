"""What an installation checks by itself every hour: its audit trail, and a share of its cases.

All at once would take forty seconds of processor time for a hundred thousand chains and two minutes for as many cases
(measured): so each round takes so much and no more, and the next goes on where it stopped.
"""

from engine.self_check.progress import CheckProgress
from engine.self_check.rounds import make_round

__all__ = ["CheckProgress", "make_round"]
