"""What the shape of a model says, by itself and with what a scenario knows of times and people."""

from analysis.structure.critical_path import CriticalPath, PathPart
from analysis.structure.measuring import measure_structure
from analysis.structure.throughput import Throughput
from analysis.structure.values import Loop, Structure, StructureFinding
from analysis.structure.weighing import WeightedStructure, weigh_structure

__all__ = [
    "CriticalPath",
    "Loop",
    "PathPart",
    "Structure",
    "StructureFinding",
    "Throughput",
    "WeightedStructure",
    "measure_structure",
    "weigh_structure",
]
