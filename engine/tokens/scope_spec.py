"""What a process or sub-process is compiled to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.model import Expression, Scope

if TYPE_CHECKING:
    from engine.tokens.specs.event_sub_process import EventSubProcessStartSpec
    from engine.tokens.specs.node import NodeSpec

__all__ = ["Flow", "ScopeSpec"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sequence flow, compiled.

    Attributes:
        id: Its id in the model.
        target: The node it leads to.
        condition: When it is taken, or None.
        is_default: Whether it is its source's default flow.
    """

    id: str
    target: "NodeSpec"
    condition: Expression | None
    is_default: bool


class ScopeSpec(WorkflowSpec):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """One level of a model: a process, or the inside of a sub-process; never changed after compiling.

    Attributes:
        name: Its key among the scopes of a definition.
        source: The level of the model it was compiled from.
        process_id: Id of the process it is in.
        is_process: Whether it is a process, with variables of its own, or a sub-process, which sees those around it.
        is_transaction: Whether it is the inside of a transaction.
        is_event_sub_process: Whether it is the inside of an event sub-process.
        task_specs: Its nodes by name.
        starts: The nodes a token is put at when it begins.
        event_starts: The start events of its event sub-processes, which listen while it is alive.
        local_names: The variables that belong to this level alone: its data objects and properties.
        undo_by: The name of its compensation event sub-process, which undoes it as a whole; "" for none.
        join_reach: For each join that looks ahead: incoming flow, and the nodes from which a token can reach it.
    """

    task_specs: "dict[str, NodeSpec]"

    def __init__(
        self,
        *,
        name: str,
        source: Scope,
        process_id: str,
        is_process: bool = False,
        is_transaction: bool = False,
        is_event_sub_process: bool = False,
    ) -> None:
        super().__init__(name=name)
        self.source = source
        self.process_id = process_id
        self.is_process = is_process
        self.is_transaction = is_transaction
        self.is_event_sub_process = is_event_sub_process
        # SpiffWorkflow's workflow asks for these two.
        self.start = None
        self.data_objects: dict[str, object] = {}
        self.starts: list[NodeSpec] = []
        self.event_starts: list[EventSubProcessStartSpec] = []
        self.local_names: tuple[str, ...] = ()
        self.undo_by = ""
        self.join_reach: dict[str, dict[str, frozenset[str]]] = {}
