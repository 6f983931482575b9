"""Discrete-event simulation of a process model with a scenario."""

from analysis.simulation.compile import SimulationModel
from analysis.simulation.pairing import controlled_difference
from analysis.simulation.result import ActivityFigures, Measure, ResourceFigures, SimulationResult, measure_of
from analysis.simulation.simulate import compile_simulation, simulate

__all__ = [
    "ActivityFigures",
    "Measure",
    "ResourceFigures",
    "SimulationModel",
    "SimulationResult",
    "compile_simulation",
    "controlled_difference",
    "measure_of",
    "simulate",
]
