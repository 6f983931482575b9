"""Places boundary events on the lower edge of their activities, with their labels beside the flow that leaves them."""

from collections.abc import Iterator, Sequence

from bpmn.model import Bounds, Shape
from bpmn.picture.sizes import Item, label_at

__all__ = ["place_attached", "room_below", "width_for"]

_GAP = 8.0
_LABEL_GAP = 4.0


def width_for(events: Sequence[Item]) -> float:
    """Return how wide an activity must be for its boundary events to stand beside each other."""
    return sum(_step(event) for event in events) + 2 * _GAP


def room_below(events: Sequence[Item]) -> float:
    """Return the room that boundary events and their labels take below the activity."""
    return max((event.height / 2 + event.label_size[1] + _LABEL_GAP for event in events), default=0.0)


def place_attached(host: Bounds, events: Sequence[Item]) -> Iterator[Shape]:
    """Yield the shapes of an activity's boundary events, the first one at the right."""
    right = host.x + host.width - _GAP
    for event in events:
        left = right - _step(event)
        box = Bounds(x=left, y=host.y + host.height - event.height / 2, width=event.width, height=event.height)
        middle = box.x + box.width / 2
        width = event.label_size[0]
        label = label_at(event.label, middle + _LABEL_GAP + width / 2, box.y + box.height) if event.label else None
        yield Shape(element=event.element.id, bounds=box, label=label)
        right = left


def _step(event: Item) -> float:
    # The label begins at the event's middle: a flow may leave downward at its left.
    return max(event.width, event.width / 2 + _LABEL_GAP + event.label_size[0]) + _GAP
