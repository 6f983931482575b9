"""Makes the net of one or several processes in normal form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bpmn.model import Process
from bpmn.soundness.activities import draw_waiting_events
from bpmn.soundness.beginnings import Beginning, beginnings
from bpmn.soundness.building import Building, Level
from bpmn.soundness.messages import Messages
from bpmn.soundness.net import Marking, Net, OrJoin, bits_of
from bpmn.soundness.reach import Arrows, Reach
from bpmn.soundness.sheet import Step
from bpmn.soundness.steps import draw_level

__all__ = ["make_net"]


def make_net(
    processes: Sequence[Process],
    messages: Messages,
    *,
    synthetic: frozenset[str] = frozenset(),
    stuck: frozenset[str] = frozenset(),
    codes: Mapping[str, str] | None = None,
) -> tuple[Net, tuple[str, ...]]:
    """Return the net of processes that run beside each other, and the ids of elements it can only guess the meaning of.

    Args:
        processes: Processes in normal form.
        messages: The messages between them that are played.
        synthetic: Ids of nodes that the normal form added; they are not counted or named on the way to a fault.
        stuck: Ids of call activities that never return.
        codes: The codes of errors and escalations by their ids; without one, the id counts.
    """
    building = Building(messages=messages, synthetic=synthetic, stuck=stuck, codes=codes or {})
    first: list[int] = []
    finals: list[int] = []
    for process in processes:
        begin, end = _draw_process(building, process)
        first.append(begin)
        finals.append(end)
        if messages.names and not any(messages.awaited.get(b.node.id) is None for b in beginnings(process.scope)):
            # A process that only a message starts may never be started: that is no fault of its own.
            finals.append(begin)
    draw_waiting_events(building)
    transitions = building.sheet.transitions(synthetic)
    net = Net(
        names=tuple(building.sheet.names),
        scopes=tuple(building.sheet.scopes),
        transitions=transitions,
        or_joins=(),
        first=Marking(bits_of(first), (0,) * len(messages.names)),
        finals=bits_of(finals),
        message_names=messages.names,
        partial=tuple(building.sheet.partial),
        starting=frozenset(_starting(processes, messages)),
        ends=bits_of(building.sheet.ends),
        repeatable=bits_of(building.sheet.repeatable),
    )
    arrows = Arrows(net.scopes, transitions, building.or_joins)
    joins = tuple(
        OrJoin(element=element, inputs=inputs, output=output, reach=Reach(element, inputs, arrows))
        for element, inputs, output in building.or_joins
    )
    return replace(net, or_joins=joins), tuple(building.sheet.approximate)


def _draw_process(building: Building, process: Process) -> tuple[int, int]:
    level = Level(process)
    begin = building.sheet.place("begin", process.id, ())
    done = building.sheet.place("done", process.id, ())
    active = building.active_owner(level)
    draw_level(building, level)
    for beginning in beginnings(process.scope):
        _draw_beginning(building, level, beginning, begin)
        if beginning.node.id in building.messages.awaited:
            # Each message to a start event makes a new instance; they are played one after the other.
            _draw_beginning(building, level, beginning, done)
    building.sheet.steps.append(Step(consumes=(active,), produces=(done,), elements=(), ends=process.id))
    return begin, done


def _starting(processes: Sequence[Process], messages: Messages) -> Iterator[int]:
    for process in processes:
        for beginning in beginnings(process.scope):
            yield from messages.awaited.get(beginning.node.id, ())


def _draw_beginning(building: Building, level: Level, beginning: Beginning, before: int) -> None:
    flows = tuple(building.flow(level, flow) for flow in beginning.flows)
    produces = (building.active_owner(level), *flows, *building.entered(level))
    for message in building.messages.choices(beginning.node.id):
        step = Step(consumes=(before,), produces=produces, elements=beginning.elements, receives=message)
        building.sheet.steps.append(step)
