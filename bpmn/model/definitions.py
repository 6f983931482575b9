"""A whole BPMN file as values."""

from collections.abc import Iterator
from dataclasses import field
from functools import cached_property

from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model.activities import GlobalTask
from bpmn.model.collaboration import Collaboration, CorrelationProperty, Definition
from bpmn.model.diagram import Diagram
from bpmn.model.elements import Extension
from bpmn.model.nodes import FlowNode, SequenceFlow
from bpmn.model.scopes import Process, Scope

__all__ = ["Import", "Model", "Note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader found, kept or had to mend; checks turn it into a finding.

    Attributes:
        rule: Which rule it belongs to: "duplicate-id", "missing-id", "unknown-element", "dangling-reference", …
        element: Id of the element concerned, or None.
        line: 1-based line.
        text: What was found and what was made of it.
    """

    rule: str
    element: str | None
    line: int | None
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file that this one imports: where it is, what kind it is of (a URI), and its namespace."""

    location: str
    kind: str
    namespace: str


@dataclass(frozen=True, kw_only=True)
class Model:
    """A BPMN file: plain values in BPMN's own terms.

    Attributes:
        source_name: What the file is called.
        source: The file's bytes, never changed.
        id: The definitions element's id.
        name: Its name.
        target_namespace: Its target namespace.
        exporter: The tool that wrote it, as the file says.
        dialects: The dialects found in it: "camunda", "zeebe", "flowable", "activiti", "signavio", …
        is_for_engine: Whether one of them is an engine's, so that the file is written to be run there.
        expression_language: The file's expression language URI, "" where it gives none.
        processes: Its processes.
        collaborations: Its collaborations, choreographies and conversations.
        definitions: Messages, signals, errors, escalations and other root elements by id.
        global_tasks: Global tasks by id.
        correlation_properties: Correlation properties by id.
        diagrams: Its planes.
        imports: The files it imports, which are not read.
        documentation: The file's own documentation as plain text.
        extensions: The definitions element's extensions, as those of an `Element`.
        kept: Its relationships and other parts of the standard without a field here, likewise.
        notes: What the reader had to say.
    """

    source_name: str
    source: bytes = field(default=b"", repr=False, compare=False)
    id: str = ""
    name: str = ""
    target_namespace: str = ""
    exporter: str = ""
    dialects: tuple[str, ...] = ()
    is_for_engine: bool = False
    expression_language: str = ""
    processes: tuple[Process, ...] = ()
    collaborations: tuple[Collaboration, ...] = ()
    definitions: dict[str, Definition] = field(default_factory=dict)
    global_tasks: dict[str, GlobalTask] = field(default_factory=dict)
    correlation_properties: dict[str, CorrelationProperty] = field(default_factory=dict)
    diagrams: tuple[Diagram, ...] = ()
    imports: tuple[Import, ...] = ()
    documentation: str = ""
    extensions: tuple[Extension, ...] = ()
    kept: tuple[Extension, ...] = ()
    notes: tuple[Note, ...] = ()

    def process(self, process_id: str) -> Process | None:
        """Return the process of that id, or None."""
        return next((process for process in self.processes if process.id == process_id), None)

    def walk(self) -> Iterator[tuple[Process, Scope, FlowNode]]:
        """Yield every flow node with its process and the scope it is directly in."""
        for process in self.processes:
            for scope, node in process.scope.walk():
                yield process, scope, node

    @cached_property
    def nodes(self) -> dict[str, FlowNode]:
        """Every flow node of every process, by id."""
        return {node.id: node for _, _, node in self.walk()}

    @cached_property
    def flows(self) -> dict[str, SequenceFlow]:
        """Every sequence flow of every process, by id."""
        scopes = {id(scope): scope for _, scope, _ in self.walk()}
        scopes |= {id(process.scope): process.scope for process in self.processes}
        return {flow.id: flow for scope in scopes.values() for flow in scope.flows}

    @cached_property
    def lane_of(self) -> dict[str, str]:
        """The innermost lane's id by the id of each flow node that lies in one, nodes inside sub-processes included."""
        found: dict[str, str] = {}
        for process in self.processes:
            lanes = list(process.scope.lanes)
            while lanes:
                lane = lanes.pop(0)
                found.update(dict.fromkeys(lane.nodes, lane.id))
                lanes.extend(lane.lanes)
            for scope, node in process.scope.walk():
                inner = getattr(node, "scope", None)
                if isinstance(inner, Scope) and node.id in found:
                    for child in inner.nodes:
                        found.setdefault(child.id, found[node.id])
                del scope
        return found
