"""Edits of any model whose meaning is known: what the tests of writing and of comparing are made of."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Activity, FlowNode, Lane, SubProcess
from bpmn.writing import (
    Edit,
    InsertNode,
    Merge,
    Move,
    MoveToLane,
    Parallelise,
    RemoveNode,
    Rename,
    ReplaceType,
    Swap,
)
from bpmn.writing.attributes import held
from bpmn.writing.document import Document

_Item = TypeVar("_Item")
NEW_NAMES = (
    "Publish the decision",
    "Зөвшөөрөл хэвлэх",
    "Ask the tax register",
    "Archivierung durchführen",
    "Telefon gespräch notieren",
)
_NAMING = frozenset({"default", "bpmnElement", "calledElement", "sourceElement", "targetElement"})


@dataclass(frozen=True, kw_only=True)
class KnownEdit:
    """One edit, and what it means.

    Attributes:
        kind: What `compare_models` calls it.
        edit: The edit.
        as_is: The elements it concerns in the model before.
        to_be: The elements it concerns in the model behind.
        touched: Every element of the file, diagrams apart, that it may change.
        inverse: The edit that takes it back, where there is one.
    """

    kind: str
    edit: Edit
    as_is: tuple[str, ...] = ()
    to_be: tuple[str, ...] = ()
    touched: frozenset[str] = frozenset()
    inverse: Edit | None = None


def corpus_models(folder: Path, step: int = 1, first: int = 0) -> Iterator[tuple[Path, bytes, Model]]:
    """Yield every file of a folder that can be read, or every so manyeth, with its model."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".bpmn", ".xml"})[first::step]:
        data = path.read_bytes()
        try:
            yield path, data, read_model(data, source_name=path.name)
        except BpmnFileError:
            continue


def known_edits(model: Model, seed: int) -> Iterator[KnownEdit]:
    """Yield one edit of each kind that the model allows, chosen by the seed."""
    for make in _MAKERS:
        found = make(model, random.Random(seed))  # noqa: S311 - no secret
        if found is not None:
            yield found


def with_new_ids(data: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a file in which every element has another id, as if it were drawn anew, and the new ids by the old."""
    document = Document(data)
    new: dict[str, str] = {}
    for tag in list(document.root.walk()):
        known = document.known_id(tag)
        if known:
            document.id_of(tag)
        if tag.has("id"):
            new.setdefault(known or tag.get("id"), f"id{len(new):05}x")
    for tag in document.root.walk():
        for name, value in held(tag.attributes).items():
            local = value.strip().rpartition(":")[2]
            is_reference = name.endswith("Ref") or name in _NAMING or name == "id"
            whole = value.strip() if value.strip() in new else local
            if is_reference and whole in new:
                tag.set(name, value.strip().removesuffix(whole) + new[whole])
        said = tag.text
        is_mention = tag.local.endswith(("Ref", "Refs")) or tag.local in {"incoming", "outgoing", "source", "target"}
        if is_mention and not tag.tags and (said in new or said.rpartition(":")[2] in new):
            tag.say(new[said if said in new else said.rpartition(":")[2]])
    return bytes(document), new


def _activities(model: Model) -> list[Activity]:
    return [
        node
        for node in model.nodes.values()
        if isinstance(node, Activity)
        and not node.is_for_compensation
        and not (isinstance(node, SubProcess) and node.is_event_sub_process)
        and "horeograph" not in node.type
    ]


def _pick(items: list[_Item], chance: random.Random) -> _Item | None:
    return chance.choice(items) if items else None


def _guests(model: Model, node: FlowNode) -> list[str]:
    return [event.id for event in model.nodes.values() if getattr(event, "attached_to", "") == node.id]


def _lanes(model: Model) -> list[Lane]:
    found = [lane for process in model.processes for lane in process.scope.lanes]
    for lane in found:
        found.extend(lane.lanes)
    return found


def _lanes_of(model: Model, *nodes: str) -> set[str]:
    return {lane.id for lane in _lanes(model) if set(nodes) & set(lane.nodes)}


def _arrows_at(model: Model, node: str) -> set[str]:
    """Return the message flows and associations at a node."""
    scopes = [scope for _, scope, _ in model.walk()] + [process.scope for process in model.processes]
    arrows = [artifact for scope in scopes for artifact in scope.artifacts]
    arrows += [artifact for collaboration in model.collaborations for artifact in collaboration.artifacts]
    flows = [flow for collaboration in model.collaborations for flow in collaboration.message_flows]
    return {arrow.id for arrow in (*arrows, *flows) if node in {arrow.source, arrow.target}}


def _neighbours(model: Model) -> list[tuple[Activity, Activity, str]]:
    """Return every two activities that only follow each other, with the flow between them."""
    known = {node.id: node for node in _activities(model)}
    found = []
    for node in known.values():
        flows = [model.flows[flow] for flow in node.outgoing]
        other = known.get(flows[0].target) if len(flows) == 1 else None
        if other is not None and other is not node and len(other.incoming) == 1 and flows[0].condition is None:
            found.append((node, other, flows[0].id))
    return found


def _renaming(model: Model, chance: random.Random) -> KnownEdit | None:
    node = _pick([node for node in _activities(model) if node.name], chance)
    if node is None:
        return None
    name = chance.choice((node.name + " (шинэ)", "Also " + node.name[:1].lower() + node.name[1:], *NEW_NAMES))
    return KnownEdit(
        kind="renamed",
        edit=Rename(element=node.id, name=name),
        as_is=(node.id,),
        to_be=(node.id,),
        touched=frozenset({node.id}),
    )


def _automation(model: Model, chance: random.Random) -> KnownEdit | None:
    node = _pick([n for n in _activities(model) if n.type in {"task", "userTask", "manualTask"}], chance)
    if node is None:
        return None
    return KnownEdit(
        kind="automated",
        edit=ReplaceType(node=node.id, type="serviceTask"),
        as_is=(node.id,),
        to_be=(node.id,),
        touched=frozenset({node.id}),
        inverse=ReplaceType(node=node.id, type=node.type),
    )


def _move(model: Model, chance: random.Random) -> KnownEdit | None:
    choices = []
    for process in model.processes:
        names: dict[str, int] = {}
        lanes = _lanes(model)
        for lane in lanes:
            names[lane.name.casefold()] = names.get(lane.name.casefold(), 0) + 1
        inside = _leaves(list(process.scope.lanes))
        activities = {node.id for node in _activities(model)} & {node.id for node in process.scope.nodes}
        choices += [
            (node, lane, other)
            for lane in inside
            for node in lane.nodes
            for other in inside
            if node in activities and lane is not other and lane.name and other.name
            if names[lane.name.casefold()] == names[other.name.casefold()] == 1
        ]
    chosen = _pick(choices, chance)
    if chosen is None:
        return None
    node_id, lane, other = chosen
    own = _lanes_of(model, node_id, *_guests(model, model.nodes[node_id]))
    return KnownEdit(
        kind="moved",
        edit=MoveToLane(node=node_id, lane=other.id),
        as_is=(node_id,),
        to_be=(node_id,),
        touched=frozenset(own | {other.id}),
        inverse=MoveToLane(node=node_id, lane=lane.id) if own == {lane.id} else None,
    )


def _leaves(lanes: list[Lane]) -> list[Lane]:
    return [leaf for lane in lanes for leaf in (_leaves(list(lane.lanes)) if lane.lanes else [lane])]


def _insertion(model: Model, chance: random.Random) -> KnownEdit | None:
    flow = _pick(
        [f for f in model.flows.values() if _is_on_one_level(model, f.id) and not _waits(model, f.source)], chance
    )
    if flow is None:
        return None
    kind = chance.choice(("userTask", "serviceTask", "task"))
    touched = {flow.id, flow.target, "New_node", "New_flow", *_lanes_of(model, flow.source)}
    return KnownEdit(
        kind="added",
        edit=InsertNode(flow=flow.id, type=kind, name=chance.choice(NEW_NAMES), node="New_node", onward="New_flow"),
        to_be=("New_node",),
        touched=frozenset(touched),
        inverse=RemoveNode(node="New_node"),
    )


def _deletion(model: Model, chance: random.Random) -> KnownEdit | None:
    fit = [
        node
        for node in _activities(model)
        if len(node.outgoing) == 1
        and model.flows[node.outgoing[0]].target
        and node.incoming
        and not _guests(model, node)
        and not isinstance(node, SubProcess)
        and not set(node.incoming) & set(node.outgoing)
        and not any(_waits(model, model.flows[flow].source) for flow in node.incoming)
    ]
    node = _pick(fit, chance)
    if node is None:
        return None
    touched = {node.id, *node.incoming, *node.outgoing, model.flows[node.outgoing[0]].target}
    return KnownEdit(
        kind="eliminated",
        edit=RemoveNode(node=node.id),
        as_is=(node.id,),
        touched=frozenset(touched | _lanes_of(model, node.id) | _arrows_at(model, node.id)),
    )


def _merging(model: Model, chance: random.Random) -> KnownEdit | None:
    pairs = [(a, b, f) for a, b, f in _neighbours(model) if a.name and b.name and not isinstance(b, SubProcess)]
    pair = _pick(pairs, chance)
    if pair is None:
        return None
    one, two, between = pair
    guests = [flow for guest in _guests(model, two) for flow in model.nodes[guest].outgoing]
    touched = {one.id, two.id, between, *two.outgoing, *_guests(model, two), *guests, *_arrows_at(model, two.id)}
    return KnownEdit(
        kind="merged",
        edit=Merge(first=one.id, second=two.id, name=f"{one.name}, {two.name}"),
        as_is=(one.id, two.id),
        to_be=(one.id,),
        touched=frozenset(touched | _lanes_of(model, one.id, two.id)),
    )


def _parallelisation(model: Model, chance: random.Random) -> KnownEdit | None:
    pairs = [
        (a, b, f)
        for a, b, f in _neighbours(model)
        if len(a.incoming) == len(b.outgoing) == 1 and model.flows[b.outgoing[0]].condition is None
        if _is_free(model, a) and _is_on_one_level(model, b.outgoing[0])
    ]
    pair = _pick(pairs, chance)
    if pair is None:
        return None
    one, two, between = pair
    after = model.flows[two.outgoing[0]].target
    ends = {one.id, two.id, between, *one.incoming, *two.outgoing, after}
    return KnownEdit(
        kind="parallelised",
        edit=Parallelise(first=one.id, second=two.id, split="New_split", join="New_join"),
        as_is=(one.id, two.id),
        to_be=(one.id, two.id),
        touched=frozenset(
            ends | {"New_split", "New_join"} | _lanes_of(model, model.flows[one.incoming[0]].source, two.id)
        ),
    )


def _swapping(model: Model, chance: random.Random) -> KnownEdit | None:
    pairs = [(a, b, f) for a, b, f in _neighbours(model) if b.outgoing and a.name != b.name and _is_free(model, a)]
    pair = _pick([(a, b, f) for a, b, f in pairs if b.id not in _before(model, a)], chance)
    if pair is None:
        return None
    one, two, between = pair
    swap = Swap(first=one.id, second=two.id)
    return KnownEdit(
        kind="resequenced",
        edit=swap,
        as_is=(two.id,),
        to_be=(two.id,),
        touched=frozenset({one.id, two.id, between, *one.incoming, *two.outgoing}),
        inverse=Swap(first=two.id, second=one.id),
    )


def _waits(model: Model, node: str) -> bool:
    """Return whether only certain events can follow a node, or nothing that is known."""
    return node not in model.nodes or model.nodes[node].type == "eventBasedGateway"


def _is_free(model: Model, node: FlowNode) -> bool:
    """Return whether something leads to a node, and anything else could stand in its place."""
    is_plain = all(_is_on_one_level(model, flow) for flow in node.incoming)
    return bool(node.incoming) and is_plain and not any(_waits(model, model.flows[f].source) for f in node.incoming)


def _is_on_one_level(model: Model, flow: str) -> bool:
    """Return whether a flow joins two nodes of one process or sub-process."""
    ends = {model.flows[flow].source, model.flows[flow].target}
    holders = [scope for _, scope, node in model.walk() if node.id in ends]
    return len(ends) == 1 or (len(holders) == 2 and holders[0] is holders[1])


def _before(model: Model, node: FlowNode) -> set[str]:
    """Return the nodes from which flows lead to a node."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for flow in waiting.pop().incoming:
            source = model.nodes.get(model.flows[flow].source)
            if source is not None and source.id not in found:
                found.add(source.id)
                waiting.append(source)
    return found


def _knock_out(model: Model, chance: random.Random) -> KnownEdit | None:
    pairs = [
        (a, b)
        for a, b, _ in _neighbours(model)
        if len(a.incoming) == 1
        and len(b.outgoing) == 1
        and _is_free(model, a)
        and _decides(model, b)
        and b.id not in _before(model, a)
    ]
    pair = _pick(pairs, chance)
    if pair is None:
        return None
    one, two = pair
    gateway = model.nodes[model.flows[two.outgoing[0]].target]
    out = next(flow for flow in gateway.outgoing if model.nodes[model.flows[flow].target].type != "endEvent")
    touched = {*two.incoming, two.id, one.id, out, model.flows[out].target, one.incoming[0]}
    return KnownEdit(
        kind="knocked-out-earlier",
        edit=Move(node=two.id, flow=one.incoming[0]),
        as_is=(two.id,),
        to_be=(two.id,),
        touched=frozenset(touched),
    )


def _moving_up(model: Model, chance: random.Random) -> KnownEdit | None:
    """Return the move of an activity to before the two that come before it."""
    pairs = _neighbours(model)
    rows = [
        (a, c)
        for a, b, _ in pairs
        for other, c, _ in pairs
        if other is b and c is not a and len(a.incoming) == len(c.outgoing) == 1
        if _is_free(model, a) and _is_on_one_level(model, c.outgoing[0]) and c.id not in _before(model, a)
        if c.name and not _decides(model, c) and model.flows[c.outgoing[0]].condition is None
    ]
    row = _pick(rows, chance)
    if row is None:
        return None
    first, last = row
    out, onto = last.outgoing[0], first.incoming[0]
    return KnownEdit(
        kind="resequenced",
        edit=Move(node=last.id, flow=onto),
        as_is=(last.id,),
        to_be=(last.id,),
        touched=frozenset({*last.incoming, last.id, out, model.flows[out].target, onto, first.id}),
    )


def _decides(model: Model, node: FlowNode) -> bool:
    """Return whether all ways but one of the decision behind an activity lead straight to an end of their own."""
    gateway = model.nodes.get(model.flows[node.outgoing[0]].target)
    if gateway is None or gateway.type != "exclusiveGateway" or len(gateway.incoming) != 1:
        return False
    targets = [model.nodes.get(model.flows[flow].target) for flow in gateway.outgoing]
    ends = [t for t in targets if t is not None and t.type == "endEvent" and len(t.incoming) == 1]
    return bool(ends) and len(targets) == len(ends) + 1 and None not in targets


_MAKERS: tuple[Callable[[Model, random.Random], KnownEdit | None], ...] = (
    _renaming,
    _automation,
    _move,
    _insertion,
    _deletion,
    _merging,
    _parallelisation,
    _swapping,
    _moving_up,
    _knock_out,
)
