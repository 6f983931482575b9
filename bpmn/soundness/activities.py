"""Draws activities: tasks, sub-processes, what sits on their edges, event sub-processes. BPMN 2.0.2 §13.3, §13.5."""

from bpmn.model import Activity, BoundaryEvent, StartEvent, SubProcess
from bpmn.soundness.building import Building, Level, blank_starts, starts_of
from bpmn.soundness.repeating import draw_repetition, draw_skipping
from bpmn.soundness.sheet import Step

__all__ = ["draw_activity", "draw_waiting_events"]

# What only occurs when something in the model throws it.
_ONLY_THROWN = frozenset({"cancel", "compensate"})
_USUALLY_THROWN = frozenset({"error", "escalation"})


def draw_activity(
    building: Building, level: Level, activity: Activity, incoming: tuple[int, ...], edge: list[BoundaryEvent]
) -> None:
    """Draw an activity that a token comes to at each of these places, with what sits on its edge."""
    if activity.start_quantity > 1:
        # One token never starts it (§13.3.2); whether a second may come is seen where it comes.
        return
    if activity.completion_quantity != 1:
        building.sheet.approximate.append(activity.id)
    draw_skipping(building, level, activity, incoming)
    if _is_opened(activity):
        _draw_sub_process(building, level, activity, incoming, edge)
    elif edge:
        _draw_interruptible(building, level, activity, incoming, edge)
    else:
        for place in incoming:
            _draw_work(building, level, activity, (place,))
            draw_repetition(building, activity, place, ((place,),), is_scope=False)


def _is_opened(activity: Activity) -> bool:
    return isinstance(activity, SubProcess) and activity.type != "adHocSubProcess" and bool(activity.scope.nodes)


def _draw_work(building: Building, level: Level, activity: Activity, consumes: tuple[int, ...], ends: str = "") -> None:
    if activity.id in building.stuck:
        return
    for message in building.messages.choices(activity.id):
        building.sheet.steps.append(
            Step(
                consumes=consumes,
                produces=building.out(level, activity),
                elements=(activity.id,) if not ends else (),
                ends=ends,
                receives=message,
                sends=building.messages.out(activity.id),
            )
        )


def _readies(building: Building, level: Level, edge: list[BoundaryEvent]) -> tuple[int, ...]:
    """Return the places that let a non-interrupting event occur once while its activity runs.

    More often would only do the same again; with messages it occurs as often as there are messages.
    """
    once = [event for event in edge if not event.cancel_activity and not building.messages.awaited.get(event.id)]
    return tuple(_ready(building, level, event) for event in once)


def _ready(building: Building, level: Level, event: BoundaryEvent) -> int:
    return building.sheet.place("ready", event.id, (event.attached_to, *level.ids), is_extra=True)


def _draw_interruptible(
    building: Building, level: Level, activity: Activity, incoming: tuple[int, ...], edge: list[BoundaryEvent]
) -> None:
    active = building.active(activity, level)
    readies = _readies(building, level, edge)
    for place in incoming:
        step = Step(consumes=(place,), produces=(active, *readies), elements=(activity.id,))
        building.sheet.steps.append(step)
    _draw_work(building, level, activity, (active,), ends=activity.id)
    draw_repetition(building, activity, active, ((active,),), is_scope=False)
    for event in edge:
        _draw_boundary(building, level, activity, event)


def _draw_sub_process(
    building: Building, level: Level, activity: Activity, incoming: tuple[int, ...], edge: list[BoundaryEvent]
) -> None:
    if not isinstance(activity, SubProcess) or activity.is_event_sub_process:
        _draw_handler(building, level, activity)
        return
    inner = Level(activity, level)
    readies = _readies(building, level, edge)
    starts = blank_starts(activity.scope) or (None,)
    for place in incoming:
        for start in starts:
            elements = (activity.id, start.id) if start else (activity.id,)
            produces = (*building.begun(inner, start), *readies)
            building.sheet.steps.append(Step(consumes=(place,), produces=produces, elements=elements))
    _draw_work(building, level, activity, (building.active_owner(inner),), ends=activity.id)
    again = tuple((*building.begun(inner, start), *readies) for start in starts)
    draw_repetition(building, activity, building.active_owner(inner), again, is_scope=True)
    for event in edge:
        _draw_boundary(building, level, activity, event)


def _draw_handler(building: Building, level: Level, activity: Activity) -> None:
    """Leave an event sub-process for later: what starts it is drawn when all that is thrown is known."""
    if isinstance(activity, SubProcess):
        building.handlers.append((level, activity))


def _draw_boundary(building: Building, level: Level, activity: Activity, event: BoundaryEvent) -> None:
    building.boundaries.append((level, activity, event))


def draw_waiting_events(building: Building) -> None:
    """Draw the boundary events and event sub-processes that occur by themselves, since nothing throws to them."""
    for level, activity, event in building.boundaries:
        if not _is_only_thrown(building, event):
            _draw_occurring(building, level, activity, event)
    for level, handler in building.handlers:
        starts = [start for start in starts_of(handler.scope) if not _is_only_thrown(building, start)]
        for start in starts:
            _draw_starting(building, level, handler, start)
        # A non-interrupting one may be started again and again; its instances are played one after the other.
        is_again = len(starts) == len(starts_of(handler.scope)) and not any(start.is_interrupting for start in starts)
        produces = (building.ready(handler.id, level),) if is_again else ()
        active = building.active(handler, level)
        building.sheet.steps.append(Step(consumes=(active,), produces=produces, elements=(), ends=handler.id))


def _is_only_thrown(building: Building, event: BoundaryEvent | StartEvent) -> bool:
    return event.kind in _ONLY_THROWN or (event.kind in _USUALLY_THROWN and event.id in building.caught)


def _draw_occurring(building: Building, level: Level, activity: Activity, event: BoundaryEvent) -> None:
    active, out = building.active(activity, level), building.out(level, event)
    awaited = building.messages.awaited.get(event.id)
    for message in building.messages.choices(event.id):
        if event.cancel_activity:
            step = Step(
                consumes=(active,), produces=out, elements=(event.id,), cancels=(activity.id,), receives=message
            )
        else:
            once = () if awaited else (_ready(building, level, event),)
            consumes, produces = (active, *once), (active, *out)
            step = Step(consumes=consumes, produces=produces, elements=(event.id,), receives=message)
        building.sheet.steps.append(step)


def _draw_starting(building: Building, level: Level, handler: SubProcess, start: StartEvent) -> None:
    inner = Level(handler, level)
    owner, ready = building.active_owner(level), building.ready(handler.id, level)
    for message in building.messages.choices(start.id):
        building.sheet.steps.append(
            Step(
                consumes=(owner, ready),
                produces=(owner, *building.begun(inner, start)),
                elements=(handler.id, start.id),
                cancels=(level.owner.id,) if start.is_interrupting else (),
                receives=message,
            )
        )
