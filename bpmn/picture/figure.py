"""One thing to be drawn: a shape or an edge of the diagram together with its element, name and paint."""

from dataclasses import dataclass

from bpmn.model import Bounds, Edge, Element, Point, Shape
from bpmn.picture.paint import Paint

__all__ = ["Connection", "Figure", "centre", "grow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A shape to be drawn.

    Attributes:
        element: What it shows.
        shape: Where.
        name: Its label, in the language asked for.
        paint: Its colours.
        is_expanded: Whether what is inside is shown too.
        called_type: For a call activity, the type of the global task it calls, "" otherwise.
        badge: A short text at its top right corner, "" for none.
    """

    element: Element
    shape: Shape
    name: str
    paint: Paint
    is_expanded: bool = False
    called_type: str = ""
    badge: str = ""

    @property
    def box(self) -> Bounds:
        """Its rectangle."""
        return self.shape.bounds


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
    """

    element: Element
    edge: Edge
    points: tuple[Point, ...]
    name: str
    paint: Paint
    is_default: bool = False
    leaves_activity: bool = False
    badge: str = ""


def centre(box: Bounds) -> Point:
    """Return the middle of a rectangle."""
    return Point(x=box.x + box.width / 2, y=box.y + box.height / 2)


def grow(box: Bounds, by: float) -> Bounds:
    """Return the rectangle moved outward (or inward, where negative) on all four sides, never below nothing."""
    return Bounds(x=box.x - by, y=box.y - by, width=max(0.0, box.width + 2 * by), height=max(0.0, box.height + 2 * by))
