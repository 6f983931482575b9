"""Who sends what to whom: messages and signals between the simulated processes of a case, and within one.

A message goes to what it is drawn to, else to whoever waits for a message of its reference; a signal to all that wait
for it. BPMN 2.0.2 §9.3, §10.5.1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from types import UnionType

from analysis.errors import ScenarioError
from analysis.network.repetitions import is_known
from analysis.scenario.values import Scenario
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import (
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Event,
    Expression,
    FlowNode,
    Model,
    Process,
    StartEvent,
    SubProcess,
    Task,
    ThrowEvent,
)

__all__ = ["Mail", "mail_of", "partners_of"]


_KINDS = {"signalEventDefinition": "signal", "messageEventDefinition": "message"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Channels by what sends and what hears; a channel's name begins with "message ", "signal " or "condition ".

    Attributes:
        hears: The channels that an element waits for, by its id.
        sends: The channels that an element sends to, by its id.
        conditions: The conditions whose becoming true is heard, by channel.
        partly: The events that must hear all of several things, some of which nobody who is simulated sends.
    """

    hears: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: Mapping[str, Expression] = field(default_factory=dict)
    partly: frozenset[str] = frozenset()


def partners_of(model: Model, scenario: Scenario, main: Process) -> tuple[Process, ...]:
    """Return the processes that are simulated together with the main one.

    Raises:
        ScenarioError: If there is none of that id.
    """
    found = []
    for number, key in enumerate(scenario.partners):
        process = model.process(key)
        if process is None:
            text = Text('The file has no process "{process}".', process=key)
            raise ScenarioError(text, source_name=scenario.source_name, path=f"partners.{number}")
        if process.id != main.id:
            found.append(process)
    return tuple(dict.fromkeys(found))


def mail_of(model: Model, scenario: Scenario, main: Process, names: frozenset[str] = frozenset()) -> Mail:
    """Return who sends what to whom; only what is both sent and waited for.

    What the scenario gives a time or chance is not waited for in another way. Within the only process that is
    simulated, only boundary events and event sub-processes hear: anything else would wait for ever where it comes late.
    A condition is waited for where it is about what is known of a case.

    Args:
        model: The model.
        scenario: The scenario.
        main: The case's own process.
        names: What is known of a case.
    """
    partners = partners_of(model, scenario, main)
    scopes = _scopes(model, (main, *partners))
    listening = [node for scope in scopes for node in _listening(scope, has_partners=bool(partners))]
    said = {key for key, event in scenario.events.items() if event.duration or event.probability is not None}
    hears = {node.id: heard for node in listening if node.id not in said and (heard := _channels(node))}
    # A process begins with the first of what its start waits for, in the engine too.
    starts = [
        node.id for level in scopes if not level.is_event for node in level.nodes if _is_for_all(node, StartEvent)
    ]
    hears |= {key: hears[key][:1] for key in starts if key in hears}
    conditions = _conditions(scopes, said, names)
    sends = {}
    for scope in scopes:
        for node in scope.nodes:
            channels = _drawn(model, node, hears) or _named(node, hears)
            if channels:
                sends[node.id] = channels
    used = {channel for channels in sends.values() for channel in channels}
    awaited = {key: tuple(channel for channel in channels if channel in used) for key, channels in hears.items()}
    for key, rules in conditions.items():
        awaited[key] = (*awaited.get(key, ()), *rules)
    partly = [key for key, channels in awaited.items() if channels and _lacks_some(model.nodes[key], channels)]
    for key in partly:
        if _is_for_all(model.nodes[key], BoundaryEvent | StartEvent):
            awaited[key] = ()
    still = {channel for channels in awaited.values() for channel in channels}
    reaching = {key: tuple(channel for channel in channels if channel in still) for key, channels in sends.items()}
    return Mail(
        hears={key: channels for key, channels in awaited.items() if channels},
        sends={key: channels for key, channels in reaching.items() if channels},
        conditions={channel: rule for rules in conditions.values() for channel, rule in rules.items()},
        partly=frozenset(key for key in partly if awaited[key] and key not in starts),
    )


def _is_for_all(node: FlowNode, kind: type[CatchEvent] | UnionType = CatchEvent) -> bool:
    """Whether an event of a kind waits for all of its definitions."""
    return isinstance(node, CatchEvent) and isinstance(node, kind) and node.is_parallel_multiple


def _lacks_some(node: FlowNode, channels: tuple[str, ...]) -> bool:
    """Whether an event waits for something beside that nobody who is simulated sends."""
    if not isinstance(node, CatchEvent) or not node.is_parallel_multiple:
        return False
    stated = enumerate(node.definitions)
    others = {(one.type, one.reference or number) for number, one in stated if one.timer is None}
    return len(channels) < len(others)


def _conditions(levels: list["_Level"], said: set[str], names: frozenset[str]) -> dict[str, dict[str, Expression]]:
    """Return the conditions that can be waited for, by channel, of each element that waits; none begins a process."""
    found: dict[str, dict[str, Expression]] = {}
    for level in levels:
        for node in level.nodes:
            is_start = isinstance(node, StartEvent) and not level.is_event
            if not isinstance(node, CatchEvent) or is_start or node.id in said:
                continue
            rules = [one.condition for one in node.definitions if is_known(one.condition, names)]
            names_of = [f"condition {node.id}", *(f"condition {node.id} {n}" for n in range(2, len(rules) + 1))]
            if rules:
                found[node.id] = {name: rule for name, rule in zip(names_of, rules, strict=False) if rule is not None}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """One level of nodes: a process, a sub-process or (by an event) an event sub-process."""

    nodes: tuple[FlowNode, ...]
    is_process: bool = False
    is_event: bool = False


def _scopes(model: Model, processes: tuple[Process, ...]) -> list[_Level]:
    """Return the levels of processes and of those that they call."""
    found = []
    waiting, seen = list(processes), {process.id for process in processes}
    own = set(seen)
    while waiting:
        process = waiting.pop()
        found.append(_Level(nodes=process.scope.nodes, is_process=process.id in own))
        for _, node in process.scope.walk():
            if isinstance(node, SubProcess):
                found.append(_Level(nodes=node.scope.nodes, is_event=node.is_event_sub_process))
            called = node.called_element if isinstance(node, CallActivity) else None
            inner = model.process(called.text) if called else None
            if inner is not None and inner.id not in seen:
                seen.add(inner.id)
                waiting.append(inner)
    return found


def _listening(level: _Level, *, has_partners: bool) -> Iterator[FlowNode]:
    for node in level.nodes:
        waits = has_partners and (isinstance(node, CatchEvent) or node.type == "receiveTask")
        if isinstance(node, StartEvent):
            waits = level.is_event or (level.is_process and has_partners)
        if waits or isinstance(node, BoundaryEvent):
            yield node


def _channels(node: FlowNode) -> tuple[str, ...]:
    """Return the channels that an element waits for or throws to: those of its references, else one of its own."""
    if not isinstance(node, Event):
        reference = node.message if isinstance(node, Task) else None
        return (_channel(node, "message", reference),)
    found = [_channel(node, _KINDS[one.type], one.reference) for one in node.definitions if one.type in _KINDS]
    return tuple(dict.fromkeys(found))


def _channel(node: FlowNode, kind: str, reference: str | None) -> str:
    if kind == "signal":
        return f"signal {reference or ''}"
    return f"message {reference}" if reference else f"message to {node.id}"


def _drawn(model: Model, node: FlowNode, hears: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the channels that message flows from an element lead to."""
    found = []
    for collaboration in model.collaborations:
        pools = {pool.id: pool.process for pool in collaboration.participants}
        for flow in collaboration.message_flows:
            if flow.source != node.id:
                continue
            process = model.process(pools[flow.target] or "") if flow.target in pools else None
            starts = [start.id for start in process.scope.nodes if isinstance(start, StartEvent)] if process else []
            heard = [channel for target in (flow.target, *starts) for channel in hears.get(target, ())]
            found += [channel for channel in heard if channel.startswith("message")]
    return tuple(dict.fromkeys(found))


def _named(node: FlowNode, hears: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the channels of what an element throws by its references."""
    throws = isinstance(node, ThrowEvent) or node.type == "sendTask"
    heard = {channel for channels in hears.values() for channel in channels}
    return tuple(channel for channel in _channels(node) if channel in heard) if throws else ()
