"""Makes the net of one or several processes in normal form."""

from collections.abc import Sequence
from dataclasses import replace

from bpmn.model import FlowNode, Process
from bpmn.soundness.activities import draw_waiting_events
from bpmn.soundness.building import Building, Level, starts_of
from bpmn.soundness.messages import Messages
from bpmn.soundness.net import Marking, Net, OrJoin, Transition, bits_of, places_in
from bpmn.soundness.sheet import Step
from bpmn.soundness.steps import draw_level

__all__ = ["make_net"]


def make_net(
    processes: Sequence[Process], messages: Messages, synthetic: frozenset[str]
) -> tuple[Net, tuple[str, ...]]:
    """Return the net of processes that run beside each other, and the ids of elements it can only guess the meaning of.

    Args:
        processes: Processes in normal form.
        messages: The messages between them that are played.
        synthetic: Ids of nodes that the normal form added.
    """
    building = Building(messages=messages, synthetic=synthetic)
    first: list[int] = []
    finals: list[int] = []
    for process in processes:
        begin, end = _draw_process(building, process)
        first.append(begin)
        finals.append(end)
        if messages.names and not any(messages.awaited.get(start.id) is None for start in starts_of(process.scope)):
            # A process that only a message starts may never be started: that is no fault of its own.
            finals.append(begin)
    draw_waiting_events(building)
    transitions = building.sheet.transitions()
    net = Net(
        names=tuple(building.sheet.names),
        scopes=tuple(building.sheet.scopes),
        transitions=transitions,
        or_joins=(),
        first=Marking(bits_of(first), (0,) * len(messages.names)),
        finals=bits_of(finals),
        message_names=messages.names,
        ends=bits_of(building.sheet.ends),
        repeatable=bits_of(building.sheet.repeatable),
    )
    joins = tuple(
        OrJoin(
            element=element,
            inputs=inputs,
            output=output,
            reach={place: _reaching(place, transitions, building.or_joins, element) for place in inputs},
        )
        for element, inputs, output in building.or_joins
    )
    return replace(net, or_joins=joins), tuple(building.sheet.approximate)


def _draw_process(building: Building, process: Process) -> tuple[int, int]:
    level = Level(process)
    begin = building.sheet.place("begin", process.id, ())
    done = building.sheet.place("done", process.id, ())
    active = building.active_owner(level)
    draw_level(building, level)
    starts: tuple[FlowNode, ...] = starts_of(process.scope)
    for start in starts:
        produces = (active, *building.out(level, start), *building.entered(level))
        for message in building.messages.choices(start.id):
            step = Step(consumes=(begin,), produces=produces, elements=(start.id,), receives=message)
            building.sheet.steps.append(step)
    building.sheet.steps.append(Step(consumes=(active,), produces=(done,), elements=(), ends=process.id))
    return begin, done


def _reaching(
    place: int, transitions: Sequence[Transition], joins: Sequence[tuple[str, tuple[int, ...], int]], without: str
) -> int:
    """Return the places from which a token can come to `place` without passing the gateway `without`."""
    found = 1 << place
    waiting = [place]
    arrows = [(t.consumes, t.produces) for t in transitions]
    arrows += [(bits_of(inputs), 1 << output) for element, inputs, output in joins if element != without]
    while waiting:
        target = waiting.pop()
        for consumes, produces in arrows:
            if produces >> target & 1:
                new = consumes & ~found
                found |= new
                waiting.extend(places_in(new))
    return found
