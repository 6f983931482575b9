"""Discrete-event simulation of a process model with a scenario."""

from analysis.simulation.result import ActivityFigures, Measure, ResourceFigures, SimulationResult, measure_of

__all__ = ["ActivityFigures", "Measure", "ResourceFigures", "SimulationResult", "measure_of"]
