"""What the shape of a model says, before anything is known of times and people."""

from analysis.structure.measuring import Structure, StructureFinding, measure_structure

__all__ = ["Structure", "StructureFinding", "measure_structure"]
