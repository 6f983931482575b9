"""A process model joined with a scenario."""

from analysis.network.building import build_network, choose_process
from analysis.network.timers import TimerPlan, timer_plan
from analysis.network.values import Network, Node, Region, Way

__all__ = ["Network", "Node", "Region", "TimerPlan", "Way", "build_network", "choose_process", "timer_plan"]
