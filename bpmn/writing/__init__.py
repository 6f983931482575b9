"""Writing BPMN files: edits that change what they mean to and leave every other byte as it was."""

from bpmn.writing.edit import Edit, apply_edits
from bpmn.writing.facts import SetDocuments, SetFact
from bpmn.writing.inserting import InsertNode
from bpmn.writing.lanes import MoveToLane
from bpmn.writing.layouts import AddDiagram, RemoveDiagrams
from bpmn.writing.merging import Merge, ReplaceType
from bpmn.writing.naming import Rename, SetAttribute, with_names
from bpmn.writing.removing import RemoveNode
from bpmn.writing.reordering import Move, Parallelise, Swap

__all__ = [
    "AddDiagram",
    "Edit",
    "InsertNode",
    "Merge",
    "Move",
    "MoveToLane",
    "Parallelise",
    "RemoveDiagrams",
    "RemoveNode",
    "Rename",
    "ReplaceType",
    "SetAttribute",
    "SetDocuments",
    "SetFact",
    "Swap",
    "apply_edits",
    "with_names",
]
