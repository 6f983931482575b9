"""Draws what is thrown, and who catches it: errors, escalations, cancellations, terminations. BPMN 2.0.2 §10.5."""

from bpmn.model import BoundaryEvent, EndEvent, Event, EventDefinition, StartEvent, SubProcess, ThrowEvent
from bpmn.soundness.building import Building, Level
from bpmn.soundness.sheet import Step

__all__ = ["draw_throw", "note_catcher"]


def note_catcher(building: Building, level: Level, event: ThrowEvent) -> None:
    """Remember that what catches an event is thrown to, and so does not occur by itself."""
    caught = _catcher(building, level, event)
    if caught is not None:
        building.caught.add(caught[1].id)


def draw_throw(building: Building, level: Level, event: ThrowEvent, place: int) -> None:
    """Draw the step of a throwing or end event that a token comes to at `place`."""
    kinds = _kinds(event)
    caught = _catcher(building, level, event)
    if "terminate" in kinds:
        _draw_terminate(building, level, event, place)
    elif caught is not None:
        _draw_caught(building, level, event, place, caught)
    elif "error" in kinds:
        _draw_failure(building, level, event, place)
    else:
        _add(building, event, Step(consumes=(place,), produces=building.out(level, event), elements=(event.id,)))


def _kinds(event: ThrowEvent) -> dict[str, EventDefinition]:
    return {definition.type.removesuffix("EventDefinition"): definition for definition in event.definitions}


def _catcher(building: Building, level: Level, event: ThrowEvent) -> tuple[Level, Event] | None:
    """Return what catches the first of an event's definitions that somebody catches, with its level."""
    kinds = _kinds(event)
    thrown = [kind for kind in ("error", "cancel", "escalation") if kind in kinds and "terminate" not in kinds]
    found = (next(building.catchers(level, kind, kinds[kind].reference), None) for kind in thrown)
    return next((caught for caught in found if caught is not None), None)


def _add(building: Building, event: ThrowEvent, step: Step) -> None:
    sends = building.messages.out(event.id)
    is_end = isinstance(event, EndEvent) and not step.produces and not step.cancels
    building.sheet.steps.append(
        Step(
            consumes=step.consumes,
            produces=step.produces,
            elements=step.elements,
            cancels=step.cancels,
            sends=sends,
            is_end=is_end,
        )
    )


def _draw_terminate(building: Building, level: Level, event: ThrowEvent, place: int) -> None:
    step = Step(consumes=(place,), produces=(), elements=(event.id,), cancels=(level.owner.id,))
    _add(building, event, step)


def _draw_failure(building: Building, level: Level, event: ThrowEvent, place: int) -> None:
    """Draw an error that nobody catches: it ends the whole process."""
    outermost = level
    while outermost.outer is not None:
        outermost = outermost.outer
    step = Step(consumes=(place,), produces=(), elements=(event.id,), cancels=(outermost.owner.id,))
    _add(building, event, step)


def _draw_caught(building: Building, level: Level, event: ThrowEvent, place: int, caught: tuple[Level, Event]) -> None:
    here, catcher = caught
    own = building.out(level, event)
    elements = (event.id, catcher.id)
    if isinstance(catcher, BoundaryEvent):
        host = next(node for node in here.scope.nodes if node.id == catcher.attached_to)
        out = building.out(here, catcher)
        if catcher.cancel_activity:
            consumes = (place, building.active(host, here))
            step = Step(consumes=consumes, produces=out, elements=elements, cancels=(host.id,))
        else:
            step = Step(consumes=(place,), produces=(*own, *out), elements=elements)
    else:
        handler = _holder(here, catcher)
        begun = building.begun(Level(handler, here), catcher)
        is_interrupting = isinstance(catcher, StartEvent) and catcher.is_interrupting
        if is_interrupting:
            step = Step(consumes=(place,), produces=begun, elements=elements, cancels=(here.owner.id,))
        else:
            step = Step(consumes=(place,), produces=(*own, *begun), elements=elements)
    _add(building, event, step)


def _holder(level: Level, start: Event) -> SubProcess:
    return next(
        node
        for node in level.scope.nodes
        if isinstance(node, SubProcess) and any(inner.id == start.id for inner in node.scope.nodes)
    )
