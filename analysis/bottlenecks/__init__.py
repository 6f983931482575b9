"""One ranked list of where a service loses time."""

from analysis.bottlenecks.finding import Bottleneck, find_bottlenecks

__all__ = ["Bottleneck", "find_bottlenecks"]
