"""Draws that an activity runs more than once, or not at all: loops and multi-instance. BPMN 2.0.2 §13.3.6, §13.3.7.

That matters only where the turns exchange messages with other pools. Otherwise one turn leaves behind what any number
does, so that nothing is drawn. Instances side by side are played one after the other: they share no tokens, and
messages wait for their receiver.
"""

from bpmn.model import Activity, MultiInstance, StandardLoop, SubProcess
from bpmn.soundness.building import Building, Level
from bpmn.soundness.sheet import Step

__all__ = ["draw_repetition", "draw_skipping"]


def draw_skipping(building: Building, level: Level, activity: Activity, incoming: tuple[int, ...]) -> None:
    """Draw that an activity that a token comes to at each of these places may have no turn at all."""
    if _matters(building, activity) and _may_be_skipped(activity):
        for place in incoming:
            out = building.out(level, activity)
            building.sheet.steps.append(Step(consumes=(place,), produces=out, elements=(activity.id,)))


def draw_repetition(
    building: Building, activity: Activity, active: int, again: tuple[tuple[int, ...], ...], *, is_scope: bool
) -> None:
    """Draw that after a turn of an activity there may be one more.

    Args:
        building: The net so far.
        activity: The activity.
        active: The place that holds a token while it runs.
        again: The ways in which a turn begins: the places that get a token.
        is_scope: Whether a turn ends only when all that the activity holds has ended.
    """
    if not _matters(building, activity):
        return
    for begun in again:
        for message in building.messages.choices(activity.id):
            building.sheet.steps.append(
                Step(
                    consumes=(active,),
                    produces=begun,
                    elements=(activity.id,),
                    ends=activity.id if is_scope else "",
                    receives=message,
                    sends=building.messages.out(activity.id),
                )
            )


def _matters(building: Building, activity: Activity) -> bool:
    if activity.loop is None:
        return False
    inside = [node.id for _, node in activity.scope.walk()] if isinstance(activity, SubProcess) else []
    messages = building.messages
    return any(node in messages.sent or node in messages.awaited for node in (activity.id, *inside))


def _may_be_skipped(activity: Activity) -> bool:
    if isinstance(activity.loop, StandardLoop):
        return activity.loop.test_before
    if not isinstance(activity.loop, MultiInstance):
        return False
    written = activity.loop.cardinality.text.strip() if activity.loop.cardinality else ""
    return not (written.isdigit() and int(written) > 0)
