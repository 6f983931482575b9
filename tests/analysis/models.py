"""Small models written by hand for the tests of this room: nodes by id and type, flows as "a > b"."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    EndEvent,
    Event,
    EventDefinition,
    Expression,
    FlowNode,
    Gateway,
    IntermediateThrowEvent,
    Lane,
    Model,
    Process,
    Scope,
    SequenceFlow,
    StartEvent,
    SubProcess,
    Task,
    Timer,
)

_CLASSES: dict[str, type[FlowNode]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": IntermediateThrowEvent,
    "boundaryEvent": BoundaryEvent,
    "subProcess": SubProcess,
    "callActivity": CallActivity,
}


def timer(value: str, kind: str = "timeDuration") -> EventDefinition:
    """Return a timer event definition."""
    return EventDefinition(
        id="timer", type="timerEventDefinition", timer=Timer(kind=kind, value=Expression(text=value))
    )


def definition(kind: str, reference: str | None = None) -> EventDefinition:
    """Return an event definition such as "message" or "error"."""
    return EventDefinition(id=f"{kind}_def", type=f"{kind}EventDefinition", reference=reference)


def node(id_: str, type_: str, **more: Any) -> FlowNode:
    """Return a flow node without flows."""
    if type_ not in _CLASSES and type_.endswith("Gateway"):
        return Gateway(id=id_, type=type_, **more)
    return _CLASSES.get(type_, Task)(id=id_, type=type_, **{"name": id_, **more})


def scope(nodes: Mapping[str, str | FlowNode], flows: str, lanes: tuple[Lane, ...] = ()) -> Scope:
    """Return a scope: `nodes` by id (a type or a node), `flows` such as "start > a > g, g > b" (ids "a_b")."""
    pairs: list[tuple[str, str]] = []
    for chain in filter(None, (part.strip() for part in flows.split(","))):
        ids = [part.strip() for part in chain.split(">")]
        pairs += list(pairwise(ids))
    made = {id_: kind if isinstance(kind, FlowNode) else node(id_, kind) for id_, kind in nodes.items()}
    arrows = tuple(SequenceFlow(id=f"{a}_{b}", type="sequenceFlow", source=a, target=b) for a, b in pairs)
    for id_, made_node in made.items():
        object.__setattr__(made_node, "incoming", tuple(f.id for f in arrows if f.target == id_))
        object.__setattr__(made_node, "outgoing", tuple(f.id for f in arrows if f.source == id_))
    return Scope(nodes=tuple(made.values()), flows=arrows, lanes=lanes)


def model(nodes: Mapping[str, str | FlowNode], flows: str, **more: Any) -> Model:
    """Return a model of one process "p"."""
    return Model(
        source_name="test.bpmn", processes=(Process(id="p", type="process", scope=scope(nodes, flows, **more)),)
    )


def line(*tasks: str) -> Model:
    """Return a model of tasks one after the other."""
    kinds = {"start": "startEvent", **dict.fromkeys(tasks, "userTask"), "end": "endEvent"}
    return model(kinds, " > ".join(["start", *tasks, "end"]))


__all__ = ["Activity", "Event", "definition", "line", "model", "node", "scope", "timer"]
