"""What runs between pools: message flows and conversation links."""

from collections.abc import Iterator
from dataclasses import replace

from bpmn.model import Artifact, MessageFlow, Model, SequenceFlow, SubProcess
from bpmn.picture.sheet import Sheet
from bpmn.picture.wires import Habit, Wire

__all__ = ["add_crossing"]

_BESIDE = Habit(ahead=6.0, upright=0.0, back=6.0)


def add_crossing(sheet: Sheet, model: Model) -> Sheet:
    """Return the sheet of a model with its message flows, its conversation links and flows that leave their scope."""
    wires, names, rims = list(sheet.wires), dict(sheet.names), dict(sheet.rims)
    for flow in _crossing(model):
        source, target = _end(flow.source, sheet), _end(flow.target, sheet)
        if not source or not target:
            continue
        ends = (_rim(source, target, sheet), _rim(target, source, sheet))
        rims |= {
            rim: (pool, rim.endswith("^")) for pool, rim in zip((source, target), ends, strict=True) if pool != rim
        }
        wires.append(_wire(flow, ends, is_inside=(flow.source != source, flow.target != target)))
        names[flow.id] = flow.name
    return replace(sheet, wires=wires, names=names, rims=rims)


def _crossing(model: Model) -> Iterator[MessageFlow | Artifact | SequenceFlow]:
    for collaboration in model.collaborations:
        yield from collaboration.message_flows
        yield from (artifact for artifact in collaboration.artifacts if artifact.type == "conversationLink")
    scopes = [process.scope for process in model.processes]
    scopes += [collaboration.scope for collaboration in model.collaborations if collaboration.scope]
    while scopes:
        scope = scopes.pop()
        inside = {node.id for node in scope.nodes}
        # Not allowed by the standard, but drawn by beginners and some tools: a sequence flow into another scope.
        yield from (flow for flow in scope.flows if not {flow.source, flow.target} <= inside)
        scopes += [node.scope for node in scope.nodes if isinstance(node, SubProcess)]


def _wire(flow: MessageFlow | Artifact | SequenceFlow, ends: tuple[str, str], *, is_inside: tuple[bool, bool]) -> Wire:
    habit = Habit() if isinstance(flow, SequenceFlow) else _BESIDE
    return Wire(
        id=flow.id,
        source=ends[0],
        target=ends[1],
        port=flow.source if is_inside[0] else "",
        target_port=flow.target if is_inside[1] else "",
        leaves=habit,
        enters=habit,
        is_message=not isinstance(flow, SequenceFlow),
    )


def _end(element: str, sheet: Sheet) -> str:
    """Return what stands on the board for an end of a message flow, "" where nothing does."""
    if element in sheet.items or any(frame.element == element for frame in sheet.frames):
        return element
    return sheet.ports.get(element, "")


def _rim(element: str, other: str, sheet: Sheet) -> str:
    """Return the name of a pool's rim that is nearer to the other end; the element itself where it is no such pool."""
    frame = next((frame for frame in sheet.frames if frame.element == element), None)
    if frame is None or sheet.strips[frame.first].wall:
        return element
    return f"{element}^" if _strip(other, sheet) < frame.first else f"{element}_"


def _strip(element: str, sheet: Sheet) -> int:
    """Return the number of the strip that something stands in; of a pool, the first."""
    inside = (number for number, strip in enumerate(sheet.strips) if element in strip.cells)
    framed = (frame.first for frame in sheet.frames if frame.element == element)
    return next(iter((*inside, *framed)), 0)
