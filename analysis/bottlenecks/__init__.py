"""One ranked list of where a service loses time, and what it would gain if that were relieved."""

from analysis.bottlenecks.finding import find_bottlenecks
from analysis.bottlenecks.values import KINDS, Bottleneck, Checked, Effect, Relief

__all__ = ["KINDS", "Bottleneck", "Checked", "Effect", "Relief", "find_bottlenecks"]
