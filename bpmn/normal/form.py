"""The whole rewriting, scope by scope."""

from collections.abc import Mapping
from dataclasses import replace

from bpmn.frozen import dataclass
from bpmn.model import Collaboration, FlowNode, Lane, Model, Process, Scope, SubProcess
from bpmn.normal.draft import Draft
from bpmn.normal.ends import add_ends, add_starts
from bpmn.normal.gateways import separate_mixed_gateways
from bpmn.normal.links import join_links
from bpmn.normal.names import Names
from bpmn.normal.splits import make_merges_explicit, make_splits_explicit

__all__ = ["NormalForm", "normal_form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalForm:
    """A model with nothing left implicit.

    Attributes:
        model: The rewritten model. Every node of the original is in it under its own id, activities unchanged but for
            their flows, their default and what is inside them.
        origin: The original element's id for each node and flow in it: its own where it is the original's, otherwise
            that of the element that implied it.
    """

    model: Model
    origin: Mapping[str, str]


def normal_form(model: Model) -> NormalForm:
    """Return the explicit equivalent of a model; the normal form of a normal form is itself.

    - Several flows out of an activity or event become a parallel gateway, conditional ones an inclusive gateway.
    - Several flows into an activity or event become an exclusive gateway.
    - Gateways that join and split become two.
    - A scope without start event gets one, every path that just stops gets an end event. Several start events remain:
      they are alternatives. Ad-hoc sub-processes have neither.
    - Link pairs become a flow, their events none events.
    - Flows that lead nowhere, empty lanes, and processes that are only the empty inside of a pool are left out.
    """
    names = Names(model)
    black_boxes = _black_boxes(model)
    processes = tuple(_process(process, names) for process in model.processes if process.id not in black_boxes)
    rewritten = replace(
        model,
        processes=processes,
        collaborations=tuple(_without(collaboration, black_boxes) for collaboration in model.collaborations),
    )
    return NormalForm(model=rewritten, origin=names.origin)


def _black_boxes(model: Model) -> set[str]:
    pools = {pool.process for collaboration in model.collaborations for pool in collaboration.participants}
    return {process.id for process in model.processes if not process.scope.nodes and process.id in pools}


def _without(collaboration: Collaboration, processes: set[str]) -> Collaboration:
    pools = tuple(
        replace(pool, process=None) if pool.process in processes else pool for pool in collaboration.participants
    )
    return replace(collaboration, participants=pools)


def _process(process: Process, names: Names) -> Process:
    scope = _scope(process.scope, process.id, names)
    new: dict[str, list[str]] = {}
    for added, original in names.origin.items():
        if added != original:
            new.setdefault(original, []).append(added)
    nodes = {node.id for _, node in scope.walk()}
    lanes = tuple(lane for lane in (_lane(lane, new, nodes) for lane in scope.lanes) if lane)
    return replace(process, scope=replace(scope, lanes=lanes))


def _scope(scope: Scope, owner: str, names: Names, *, has_start: bool = True, has_ends: bool = True) -> Scope:
    draft = Draft(scope, names)
    for node in scope.nodes:
        draft.nodes[node.id] = _inside(node, names)
    join_links(draft)
    if has_start:
        add_starts(draft, owner)
    make_splits_explicit(draft)
    make_merges_explicit(draft)
    separate_mixed_gateways(draft)
    if has_ends:
        add_ends(draft)
    return draft.scope()


def _inside(node: FlowNode, names: Names) -> FlowNode:
    if not isinstance(node, SubProcess):
        return node
    has_ends = node.type != "adHocSubProcess"
    # An event sub-process is started by an event of its own; without one it never is.
    has_start = has_ends and not node.is_event_sub_process
    return replace(node, scope=_scope(node.scope, node.id, names, has_start=has_start, has_ends=has_ends))


def _lane(lane: Lane, new: dict[str, list[str]], nodes: set[str]) -> Lane | None:
    """Return a lane with the new nodes beside those that implied them, or None where it holds nothing."""
    listed = [found for node in lane.nodes for found in (node, *new.get(node, ())) if found in nodes]
    lanes = tuple(inner for inner in (_lane(inner, new, nodes) for inner in lane.lanes) if inner)
    return replace(lane, nodes=tuple(dict.fromkeys(listed)), lanes=lanes) if listed or lanes else None
