"""The ways of putting a scope's nodes into columns and rows."""

from collections.abc import Callable, Mapping

from bpmn.model import Scope
from bpmn.picture.layouter import arrange_as_bpmn_io
from bpmn.picture.ranking import Cell, arrange_by_rank

__all__ = ["WAYS", "Arrange"]

Arrange = Callable[[Scope, Mapping[str, str], Mapping[str, int]], dict[str, Cell]]
"""Gives the cell of every node of a scope that is not attached to another.

The arguments are the scope, the host of each boundary event that has one, and the band of each node.
"""


WAYS: tuple[Arrange, ...] = (arrange_as_bpmn_io, arrange_by_rank)
