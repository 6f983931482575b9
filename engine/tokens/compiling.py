"""From a model to what cases are instances of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bpmn.decisions import DecisionModel
from bpmn.language import Text
from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    Event,
    FlowNode,
    Gateway,
    GlobalTask,
    Lane,
    Model,
    Process,
    Scope,
    StartEvent,
    SubProcess,
    variable_names,
)
from bpmn.normal import NormalForm, normal_form
from engine.errors import NotExecutableError, UnknownProcessError
from engine.tokens.building import Builder
from engine.tokens.correlations import correlation_expressions
from engine.tokens.definition import ProcessDefinition
from engine.tokens.names import Names
from engine.tokens.obstacles import obstacles, why_broken
from engine.tokens.reach import join_reach
from engine.tokens.scope_spec import Flow, ScopeSpec
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.boundary_event import BoundaryEventSpec
from engine.tokens.specs.effects import MessageEffect, SignalEffect
from engine.tokens.specs.event_sub_process import EventSubProcessStartSpec
from engine.tokens.specs.node import NodeSpec
from engine.tokens.specs.send_task import SendTaskSpec
from engine.tokens.specs.sub_process import SubProcessSpec
from engine.tokens.specs.triggers import MessageTrigger, Trigger

__all__ = ["compile_process"]


def compile_process(
    model: Model, process_id: str, *, models: Sequence[Model] = (), decisions: Sequence[DecisionModel] = ()
) -> ProcessDefinition:
    """Return a process ready to run, with all that it calls.

    Args:
        model: The file it is in.
        process_id: The process.
        models: Further files whose processes and global tasks it may call.
        decisions: What its business rule tasks decide by.

    Raises:
        UnknownProcessError: If the file has no such process.
        NotExecutableError: If it, or what it calls, holds what cannot be run.
    """
    if model.process(process_id) is None:
        raise UnknownProcessError(
            Text("There is no process {process} in {file}.", process=process_id, file=model.source_name)
        )
    library = _Library(decisions=decisions)
    for one in (model, *models):
        library.add(one)
    if process_id not in library.processes:
        text = Text(
            "The process {process} is only the empty inside of a pool: there is nothing to run.", process=process_id
        )
        raise NotExecutableError(text, findings=[text], elements=[process_id])
    waiting, done = [process_id], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in done:
            done.add(key)
            waiting.extend(library.compile(key))
    if library.findings:
        raise _refusal(library.findings)
    compiler, process = library.processes[process_id]
    starts = {node.id: node.kind for node in process.scope.nodes if isinstance(node, StartEvent)}
    return ProcessDefinition(
        process_id=process_id,
        name=process.name,
        scopes=library.scopes,
        start_events=starts,
        start_triggers=compiler.start_triggers(process),
        start_keys=compiler.start_keys(process),
        throws=library.throws(),
        missing_calls={element: called for element, called in library.missing.items() if called},
    )


def _refusal(findings: list[tuple[str, Text]]) -> NotExecutableError:
    text = findings[0][1]
    for _, further in findings[1:]:
        text = Text("{text} {further}", text=text, further=further)
    return NotExecutableError(
        text, findings=[one for _, one in findings], elements=[element for element, _ in findings]
    )


@dataclass(kw_only=True)
class _Library:
    """All processes that can be called, and what has been compiled of them."""

    decisions: Sequence[DecisionModel]
    processes: dict[str, tuple["_Compiler", Process]] = field(default_factory=dict)
    scopes: dict[str, ScopeSpec] = field(default_factory=dict)
    findings: list[tuple[str, Text]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def add(self, model: Model) -> None:
        """Take in the processes and global tasks of a file; of several with one id the first counts."""
        compiler = _Compiler(normal_form(model), self)
        for process in compiler.model.processes:
            self.processes.setdefault(process.id, (compiler, process))
        for task in compiler.model.global_tasks.values():
            self.processes.setdefault(task.id, (compiler, _as_process(task)))

    def compile(self, key: str) -> list[str]:
        """Compile one process and return the ids of those it calls."""
        compiler, process = self.processes[key]
        findings = [*compiler.correlation_obstacles, *obstacles(process)]
        self.findings.extend(findings)
        if findings:
            return []
        compiler.scope(process.scope, key, process_id=process.id, is_process=True)
        called = dict(self._called(process))
        self.missing.update({element: name for element, name in called.items() if name not in self.processes})
        if any(not name for name in called.values()):
            return list(self.processes)  # which one is known only when it runs
        return [name for name in called.values() if name in self.processes]

    def throws(self) -> frozenset[str]:
        """Return the names of the messages and signals that what is compiled may throw."""
        specs = [made for scope in self.scopes.values() for made in scope.task_specs.values()]
        effects = [effect for made in specs for effect in getattr(made, "effects", ())]
        effects += [made.effect for made in specs if isinstance(made, SendTaskSpec)]
        return frozenset(one.name for one in effects if isinstance(one, MessageEffect | SignalEffect))

    @staticmethod
    def _called(process: Process) -> Iterator[tuple[str, str]]:
        """Yield each call activity's id and what it calls; "" where an expression says it."""
        for _, node in process.scope.walk():
            if isinstance(node, CallActivity) and node.called_element is not None:
                called = node.called_element
                yield node.id, "" if called.language else called.text.rpartition(":")[2]


def _as_process(called: GlobalTask) -> Process:
    task = replace(called.task, id=called.id, type=called.type.replace("global", "").replace("Task", "") + "Task")
    task = replace(task, type=task.type[0].lower() + task.type[1:])
    return Process(id=called.id, type="process", name=called.name, scope=Scope(nodes=(task,)))


class _Compiler:
    """Compiles the scopes of one file."""

    def __init__(self, form: NormalForm, library: _Library) -> None:
        self.model = form.model
        self._origin = form.origin
        self.correlation_obstacles = tuple(
            (element, text)
            for element, expression in correlation_expressions(form.model)
            for text in why_broken(expression)
        )
        self._library = library
        lanes = {lane.id: lane.name or lane.id for process in form.model.processes for lane in _lanes(process)}
        counts_from_0 = {"camunda", "flowable", "activiti"} & set(form.model.dialects)
        self._build = Builder(
            names=Names(form.model),
            lanes={node: lanes[lane] for node, lane in form.model.lane_of.items() if lane in lanes},
            variables=variable_names(form.model),
            decisions=library.decisions,
            counts_from=0 if counts_from_0 else 1,
        )

    def start_triggers(self, process: Process) -> dict[str, tuple[str, str]]:
        """Return what starts a process from outside: kind and name of messages and signals, by start event."""
        found = self._triggers(process)
        return {element: (one.kind, one.name) for element, one in found if one.kind in {"message", "signal"}}

    def start_keys(self, process: Process) -> dict[str, tuple[str, ...]]:
        """Return the correlation keys of the messages that start a process, by start event."""
        found = self._triggers(process)
        return {element: tuple(key.id for key in one.keys) for element, one in found if isinstance(one, MessageTrigger)}

    def _triggers(self, process: Process) -> list[tuple[str, Trigger]]:
        starts = [node for node in process.scope.nodes if isinstance(node, StartEvent)]
        return [(node.id, one) for node in starts for one in self._build.triggers(node)]

    def scope(
        self,
        source: Scope,
        key: str,
        *,
        process_id: str,
        is_process: bool = False,
        owner: SubProcess | None = None,
    ) -> ScopeSpec:
        """Compile one level and all below it."""
        spec = ScopeSpec(
            name=key,
            source=source,
            process_id=process_id,
            is_process=is_process,
            is_transaction=owner is not None and owner.type == "transaction",
            is_event_sub_process=owner is not None and owner.is_event_sub_process,
        )
        self._library.scopes[key] = spec
        sources = {node.id: self._node(spec, node) for node in source.nodes}
        self._connect(spec, sources)
        self._attach(spec)
        self._find_starts(spec)
        local = (item.id for item in source.data if item.type in _LOCAL)
        spec.local_names = tuple(dict.fromkeys(self._build.variables[one] for one in local))
        spec.join_reach = join_reach(source)
        for made in spec.task_specs.values():
            if self._origin.get(made.node.id, made.node.id) != made.node.id:
                made.is_recorded = False
        return spec

    def _node(self, spec: ScopeSpec, node: FlowNode) -> NodeSpec:
        """Build a node and return where its outgoing flows begin."""
        if isinstance(node, BoundaryEvent):
            return self._build.boundary(spec, node).reached
        if isinstance(node, Gateway):
            return self._build.gateway(spec, node)
        if isinstance(node, Event):
            return self._build.event(spec, node)
        inside = None
        if isinstance(node, SubProcess):
            key = f"{spec.name}/{node.id}"
            inside = self.scope(node.scope, key, process_id=spec.process_id, owner=node)
        made = self._build.activity(spec, node, inside)
        if isinstance(node, SubProcess) and node.is_event_sub_process and isinstance(made, SubProcessSpec):
            self._listen(spec, made)
        return made

    def _listen(self, spec: ScopeSpec, made: SubProcessSpec) -> None:
        for start in made.node.scope.nodes:
            if isinstance(start, StartEvent) and start.definitions:
                if start.kind == "compensate":
                    spec.undo_by = made.name
                    continue
                triggers = self._build.triggers(start)
                spec.event_starts.append(EventSubProcessStartSpec(spec, start, triggers, made))

    def _connect(self, spec: ScopeSpec, sources: dict[str, NodeSpec]) -> None:
        for node in spec.source.nodes:
            default = getattr(node, "default", None)
            sources[node.id].connect_flows(
                Flow(
                    id=flow.id,
                    target=spec.task_specs[flow.target],
                    condition=flow.condition if flow.condition and flow.condition.text.strip() else None,
                    is_default=flow.id == default,
                )
                for flow in spec.source.flows
                if flow.source == node.id and flow.target in spec.task_specs
            )

    def _attach(self, spec: ScopeSpec) -> None:
        """Give activities their boundary events, and compensated ones their handlers."""
        handlers = {one.source: one.target for one in spec.source.artifacts if one.target in spec.task_specs}
        for boundary in [one for one in spec.task_specs.values() if isinstance(one, BoundaryEventSpec)]:
            host = spec.task_specs[boundary.node.attached_to]
            assert isinstance(host, ActivitySpec)  # noqa: S101  # looked at before compiling
            if boundary.node.kind == "compensate":
                host.undo_name = handlers.get(boundary.node.id, "")
            else:
                host.boundaries = (*host.boundaries, boundary)

    def _find_starts(self, spec: ScopeSpec) -> None:
        nodes = spec.source.nodes
        starts = [node for node in nodes if isinstance(node, StartEvent)]
        if starts:
            first = next((node for node in starts if node.kind == "none"), starts[0])
            spec.starts = [spec.task_specs[first.id]]
            return
        spec.starts = [spec.task_specs[node.id] for node in nodes if not node.incoming and _begins(node)]


_LOCAL = frozenset({"dataObject", "property"})


def _begins(node: FlowNode) -> bool:
    if isinstance(node, Activity) and node.is_for_compensation:
        return False
    if isinstance(node, SubProcess) and node.is_event_sub_process:
        return False
    return not isinstance(node, BoundaryEvent)


def _lanes(process: Process) -> Iterator[Lane]:
    waiting = list(process.scope.lanes)
    while waiting:
        lane = waiting.pop()
        yield lane
        waiting.extend(lane.lanes)
