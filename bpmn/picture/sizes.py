"""How large the elements of a layout are, and how much room their labels take."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.model import Artifact, Bounds, CallActivity, DataInput, DataItem, DataOutput, Element, Event, Gateway
from bpmn.picture.block import Block
from bpmn.picture.labels import OUTSIDE_SIZE
from bpmn.picture.lettering import LINE_HEIGHT, text_width, wrap

__all__ = ["HEADER", "LABEL_WIDTH", "Item", "item_of", "label_size"]

HEADER = 30.0
LABEL_WIDTH = 90.0
# The sizes bpmn.io's modeller gives new elements, save that tasks are a little wider: Mongolian words are long.
_TASK = (110.0, 80.0)
_SIZES: tuple[tuple[type, tuple[float, float]], ...] = (
    (Event, (36.0, 36.0)),
    (Gateway, (50.0, 50.0)),
    (CallActivity, _TASK),
    (DataItem, (36.0, 50.0)),
    (DataInput, (36.0, 50.0)),
    (DataOutput, (36.0, 50.0)),
)
_KINDS = {
    "dataStoreReference": (50.0, 50.0),
    "dataStore": (50.0, 50.0),
    "conversation": (60.0, 52.0),
    "subConversation": (60.0, 52.0),
    "callConversation": (60.0, 52.0),
    "choreographyTask": (120.0, 100.0),
    "callChoreography": (120.0, 100.0),
    "group": (160.0, 80.0),
}
_NOTE_WIDTH = 120.0
_INSIDE_TOP = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An element of a layout with its size.

    Attributes:
        element: The element.
        width: Its width.
        height: Its height.
        label: What stands beside it, "" where its name is inside or it has none.
        inner: The layout of what is inside it, already set to its place in it, or None.
    """

    element: Element
    width: float
    height: float
    label: str = ""
    inner: Block | None = None

    @property
    def label_size(self) -> tuple[float, float]:
        """Width and height of its label."""
        return label_size(self.label)


def item_of(element: Element, inner: Mapping[str, Block]) -> Item:
    """Return an element with its size; one with a layout of its own inside is as large as that."""
    block = inner.get(element.id)
    if block is not None and block.shapes:
        width = max(block.width, _TASK[0])
        moved = block.moved((width - block.width) / 2, _INSIDE_TOP)
        return Item(element=element, width=width, height=max(block.height + _INSIDE_TOP, _TASK[1]), inner=moved)
    if element.type == "textAnnotation":
        return _note(element)
    sizes = (size for kind, size in _SIZES if isinstance(element, kind))
    width, height = _KINDS.get(element.type) or next(sizes, _TASK)
    return Item(element=element, width=width, height=height, label=element.name if height < _TASK[1] else "")


def label_size(text: str, width: float = LABEL_WIDTH) -> tuple[float, float]:
    """Return the width and height of a label beside something, in lines no wider than `width`; nothing for ""."""
    lines = wrap(text, width, OUTSIDE_SIZE)
    return (
        max((text_width(line, OUTSIDE_SIZE) for line in lines), default=0.0),
        len(lines) * OUTSIDE_SIZE * LINE_HEIGHT,
    )


def label_at(text: str, x: float, y: float) -> Bounds:
    """Return the rectangle of a label whose top edge has its middle at a place."""
    width, height = label_size(text)
    return Bounds(x=x - width / 2, y=y, width=width, height=height)


def _note(element: Element) -> Item:
    text = element.text if isinstance(element, Artifact) else ""
    lines = wrap(text or element.name, _NOTE_WIDTH - 12, OUTSIDE_SIZE)
    return Item(element=element, width=_NOTE_WIDTH, height=max(30.0, len(lines) * OUTSIDE_SIZE * LINE_HEIGHT + 10))
