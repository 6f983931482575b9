"""The participant bands of choreography activities: from the file's shapes, or made up where it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bpmn.model import Activity, Bounds, Element, Model, Participant, Shape

__all__ = ["BAND_HEIGHT", "Band", "bands_by_activity"]

BAND_HEIGHT = 20.0
_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band at the top or bottom of a choreography activity. BPMN 2.0.2 §11.5.1, Table 12.19.

    Attributes:
        participant: Id of the participant.
        name: Its name.
        box: Its rectangle.
        is_initiating: Whether it sends first: its band is not shaded.
        is_at_top: Whether it is at the upper edge of the activity.
        is_at_the_edge: Whether no other band is between it and that edge.
        is_multiple: Whether there are several such participants.
        has_message: Whether its message is drawn beside it.
        message: The message's name.
    """

    participant: str
    name: str
    box: Bounds
    is_initiating: bool
    is_at_top: bool
    is_at_the_edge: bool = True
    is_multiple: bool = False
    has_message: bool = False
    message: str = ""


def bands_by_activity(
    model: Model, elements: Mapping[str, Element], shapes: Sequence[Shape]
) -> dict[str, tuple[Band, ...]]:
    """Return the bands of each choreography activity that is drawn, from the top."""
    drawn: dict[str, list[Shape]] = {}
    for shape in shapes:
        if shape.band_of:
            drawn.setdefault(shape.band_of, []).append(shape)
    found = {}
    for shape in shapes:
        activity = elements.get(shape.element)
        if isinstance(activity, Activity) and activity.interaction is not None:
            bands = drawn.get(activity.id) or _made_up(activity, shape.bounds)
            messages = _messages(model, activity, elements)
            found[activity.id] = tuple(
                _band(band, elements.get(band.element), messages)
                for band in sorted(bands, key=lambda band: band.bounds.y)
            )
    return found


def _band(shape: Shape, participant: Element | None, messages: Mapping[str, str]) -> Band:
    maximum = participant.maximum if isinstance(participant, Participant) else None
    return Band(
        participant=shape.element,
        name=participant.name if participant else shape.element,
        box=shape.bounds,
        is_initiating="non_initiating" not in shape.band_kind,
        is_at_top=shape.band_kind.startswith("top"),
        is_at_the_edge=not shape.band_kind.startswith("middle"),
        is_multiple=(maximum or 0) > 1,
        has_message=shape.is_message_visible,
        message=messages.get(shape.element, ""),
    )


def _made_up(activity: Activity, box: Bounds) -> list[Shape]:
    """Return bands for who takes part: the initiating participant at the top, the others at the bottom."""
    interaction = activity.interaction
    if interaction is None:
        return []
    first = interaction.initiating_participant or next(iter(interaction.participants), "")
    others = [participant for participant in interaction.participants if participant != first]
    height = min(BAND_HEIGHT, box.height * _SHARE)
    bottom = box.y + box.height - height * len(others)
    places = [(first, box.y, "top_initiating")] if first else []
    for number, participant in enumerate(others):
        kind = "bottom" if number == len(others) - 1 else "middle"
        places.append((participant, bottom + height * number, f"{kind}_non_initiating"))
    return [
        Shape(element=participant, bounds=Bounds(x=box.x, y=y, width=box.width, height=height), band_kind=kind)
        for participant, y, kind in places
    ]


def _messages(model: Model, activity: Activity, elements: Mapping[str, Element]) -> dict[str, str]:
    """Return the names of the messages that participants send in a choreography activity."""
    sent = set(activity.interaction.message_flows) if activity.interaction else set()
    flows = (flow for collaboration in model.collaborations for flow in collaboration.message_flows if flow.id in sent)
    return {flow.source: _name(elements.get(flow.message or "")) or flow.name for flow in flows}


def _name(element: Element | None) -> str:
    return element.name if element else ""
