"""BPMN and DMN files and the expressions in them: read, check, understand, evaluate, draw, compare.

This room knows nothing of running process instances, statistics or the web.
"""

from bpmn.model import Model
from bpmn.reading import read_model

__all__ = ["Model", "read_model"]
