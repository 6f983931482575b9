"""Where flows touch the outlines of what they leave and enter."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.model import Bounds, Event, Gateway, Point
from bpmn.picture.figure import centre
from bpmn.picture.sizes import Item

__all__ = ["Ends"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The places of everything that flows may touch.

    Attributes:
        boxes: Rectangle of each element.
        items: The elements on the board.
        owners: The host of each boundary event.
    """

    boxes: Mapping[str, Bounds]
    items: Mapping[str, Item]
    owners: Mapping[str, str]

    def upright(self, node: str, x: float, toward: float) -> Point:
        """Return where a line down at `x`, which comes from the height `toward`, touches an element's outline."""
        box = self.boxes[node]
        middle = centre(box)
        half = box.height / 2 * self._share(node, x - middle.x, box.width / 2)
        return Point(x=x, y=middle.y + (half if toward > middle.y else -half))

    def level(self, node: str, y: float, toward: float) -> Point:
        """Return where a line across at `y`, which comes from `toward`, touches an element's outline."""
        box = self.boxes[node]
        middle = centre(box)
        half = box.width / 2 * self._share(node, y - middle.y, box.height / 2)
        return Point(x=middle.x + (half if toward > middle.x else -half), y=y)

    def _share(self, node: str, off: float, half: float) -> float:
        """Return the part of the half extent that is left so far off the middle."""
        item, off = self.items.get(node), min(1.0, abs(off) / half)
        if item is not None and isinstance(item.element, Gateway):
            return 1.0 - off
        is_round = node in self.owners or (item is not None and isinstance(item.element, Event))
        return math.sqrt(1.0 - off * off) if is_round else 1.0
