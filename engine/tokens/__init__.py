"""Moves the tokens of running cases: SpiffWorkflow's task life cycle, with specs of our own for every construct."""

from engine.tokens.compiling import compile_process
from engine.tokens.definition import ProcessDefinition
from engine.tokens.instance import ProcessInstance
from engine.tokens.library import Library
from engine.tokens.records import Assigned, Budget, Step, Thrown, Wait

__all__ = [
    "Assigned",
    "Budget",
    "Library",
    "ProcessDefinition",
    "ProcessInstance",
    "Step",
    "Thrown",
    "Wait",
    "compile_process",
]
