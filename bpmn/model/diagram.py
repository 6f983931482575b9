"""Diagram interchange: where things are drawn. BPMN 2.0.2 §12; lengths in diagram points."""

from bpmn.frozen import dataclass

__all__ = ["Bounds", "Diagram", "Edge", "Point", "Shape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the plane."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A rectangle on the plane, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where an element is drawn.

    Attributes:
        element: Id of the element.
        bounds: Its rectangle.
        is_expanded: Whether a sub-process shows what is inside; None where the file does not say.
        is_horizontal: Whether a pool or lane runs from left to right; None where the file does not say.
        is_marker_visible: Whether an exclusive gateway shows its cross.
        label: Where its label is drawn, or None.
        fill: Fill colour as the file gives it, "" for none.
        stroke: Line colour, "" for none.
        band_of: Id of the choreography activity that a participant's band belongs to, None for all other shapes.
        band_kind: "top_initiating", "bottom_non_initiating", … as the file says, "" for none.
        is_message_visible: Whether a band shows its message.
        line: 1-based line in the file.
    """

    element: str
    bounds: Bounds
    is_expanded: bool | None = None
    is_horizontal: bool | None = None
    is_marker_visible: bool = False
    label: Bounds | None = None
    fill: str = ""
    stroke: str = ""
    band_of: str | None = None
    band_kind: str = ""
    is_message_visible: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How a flow or association is drawn: its bends from source to target, its label, its colour.

    `message_kind` says whether a message flow shows its message: "initiating", "non_initiating", "" for not.
    """

    element: str
    points: tuple[Point, ...]
    label: Bounds | None = None
    stroke: str = ""
    message_kind: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One plane: the id of the element it shows, and its shapes and edges in drawing order."""

    id: str
    element: str
    name: str = ""
    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
