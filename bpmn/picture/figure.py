"""One thing to be drawn: a shape or an edge of the diagram together with its element, name and paint."""

from dataclasses import dataclass, replace

from bpmn.model import Bounds, Edge, Element, Point, Shape
from bpmn.picture.bands import Band
from bpmn.picture.paint import Paint

__all__ = ["Connection", "Figure", "centre", "grow"]

_MESSAGE_ROOM = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A shape to be drawn.

    Attributes:
        element: What it shows.
        shape: Where.
        name: Its label, in the language asked for.
        paint: Its colours.
        is_expanded: Whether what is inside is shown too.
        called_type: For a call activity, the type of the global task it calls, as if it were no global one; for a call
            conversation, the type of what it calls; "" otherwise.
        bands: The participants of a choreography activity, from the top.
        badge: A short text at its top right corner, "" for none.
    """

    element: Element
    shape: Shape
    name: str
    paint: Paint
    is_expanded: bool = False
    called_type: str = ""
    bands: tuple[Band, ...] = ()
    badge: str = ""

    @property
    def box(self) -> Bounds:
        """Its rectangle."""
        return self.shape.bounds

    @property
    def reach(self) -> Bounds:
        """The rectangle with the messages beside its bands."""
        above = _MESSAGE_ROOM if any(band.has_message and band.is_at_top for band in self.bands) else 0.0
        below = _MESSAGE_ROOM if any(band.has_message and not band.is_at_top for band in self.bands) else 0.0
        return replace(self.box, y=self.box.y - above, height=self.box.height + above + below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An edge to be drawn.

    Attributes:
        element: The flow or association.
        edge: The edge of the diagram.
        points: Its bends; at least two.
        name: Its label.
        paint: Its colours.
        is_default: Whether it is its source's default flow.
        leaves_activity: Whether its source is an activity, so that a condition shows as a diamond.
        badge: A short text at its middle, "" for none.
        message: The name of the message whose envelope is drawn on it.
    """

    element: Element
    edge: Edge
    points: tuple[Point, ...]
    name: str
    paint: Paint
    is_default: bool = False
    leaves_activity: bool = False
    badge: str = ""
    message: str = ""


def centre(box: Bounds) -> Point:
    """Return the middle of a rectangle."""
    return Point(x=box.x + box.width / 2, y=box.y + box.height / 2)


def grow(box: Bounds, by: float) -> Bounds:
    """Return the rectangle moved outward (or inward, where negative) on all four sides, never below nothing."""
    return Bounds(x=box.x - by, y=box.y - by, width=max(0.0, box.width + 2 * by), height=max(0.0, box.height + 2 * by))
