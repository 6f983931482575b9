"""What holds flow nodes: processes and sub-processes, their lanes and artifacts. BPMN 2.0.2 §10.3.5, §10.7."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model.data import DataInput, DataItem, DataOutput
from bpmn.model.elements import Element
from bpmn.model.nodes import FlowNode, SequenceFlow
from bpmn.model.work import Listener

if TYPE_CHECKING:
    from bpmn.model.collaboration import Correlation

__all__ = ["Artifact", "Lane", "Process", "Scope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Element):
    """A lane: who or what is responsible for the nodes in it.

    Attributes:
        nodes: Ids of the flow nodes directly in it.
        lanes: The lanes inside it.
    """

    nodes: tuple[str, ...] = ()
    lanes: tuple["Lane", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact(Element):
    """A text annotation, group, association or conversation link (by `type`).

    Attributes:
        text: An annotation's text.
        source: Where an association begins, "" otherwise.
        target: Where it ends, "" otherwise.
        direction: "None", "One" or "Both".
        category: A group's category value.
    """

    text: str = ""
    source: str = ""
    target: str = ""
    direction: str = "None"
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The nodes and flows on one level, in the file's order.

    Attributes:
        nodes: Flow nodes.
        flows: Sequence flows.
        data: Data objects, stores, references and properties.
        lanes: The lanes of all lane sets.
        artifacts: Annotations, groups, associations.
    """

    nodes: tuple[FlowNode, ...] = ()
    flows: tuple[SequenceFlow, ...] = ()
    data: tuple[DataItem, ...] = ()
    lanes: tuple[Lane, ...] = ()
    artifacts: tuple[Artifact, ...] = ()

    def walk(self) -> Iterator[tuple["Scope", FlowNode]]:
        """Yield every flow node with the scope it is directly in, outer ones before those inside them."""
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            for node in scope.nodes:
                yield scope, node
                inner = getattr(node, "scope", None)
                if isinstance(inner, Scope):
                    waiting.append(inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Element):
    """A process.

    Attributes:
        scope: Its nodes and flows.
        is_executable: What the file says; None where it says nothing.
        process_type: "None", "Public" or "Private".
        data_inputs: What its I/O specification takes in.
        data_outputs: What it gives out.
        correlations: Its correlation subscriptions.
        candidate_starter_groups: The groups that may start it, where a dialect says so.
        candidate_starter_users: The people who may start it, likewise.
        listeners: What a vendor's engine would run beside it.
    """

    scope: Scope
    is_executable: bool | None = None
    process_type: str = "None"
    data_inputs: tuple[DataInput, ...] = ()
    data_outputs: tuple[DataOutput, ...] = ()
    correlations: tuple["Correlation", ...] = ()
    candidate_starter_groups: tuple[str, ...] = ()
    candidate_starter_users: tuple[str, ...] = ()
    listeners: tuple[Listener, ...] = ()
