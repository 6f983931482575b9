"""What relieving a bottleneck would do: by flow analysis for each, checked by simulation for the worst."""

from analysis.bottlenecks.relief.checking import check_relief
from analysis.bottlenecks.relief.computing import with_relief

__all__ = ["check_relief", "with_relief"]
