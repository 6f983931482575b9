"""Diagram interchange, with the colours that tools keep in it. BPMN 2.0.2 §12."""

import math
from collections.abc import Mapping

from lxml import etree

from bpmn.language import Text
from bpmn.model import Bounds, Diagram, Edge, Point, Shape
from bpmn.reading.context import Reading
from bpmn.reading.names import DC, DD_DI, DI, attribute, flag
from bpmn.xml import line_of

__all__ = ["read_diagrams"]

_SHAPE = f"{{{DI}}}BPMNShape"
_BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
# jBPM writes the second.
_COLORS = ("http://www.omg.org/spec/BPMN/non-normative/color/1.0", "http://www.omg.org/spec/BPMN/non-normative/color")


def read_diagrams(reading: Reading) -> tuple[Diagram, ...]:
    """Return the planes of a file in its order."""
    return tuple(
        _read_plane(diagram, plane, reading)
        for diagram in reading.root.iterchildren(f"{{{DI}}}BPMNDiagram")
        for plane in diagram.iterchildren(f"{{{DI}}}BPMNPlane")
    )


def _read_plane(diagram: etree._Element, plane: etree._Element, reading: Reading) -> Diagram:
    shown = {attribute(shape, "id"): attribute(shape, "bpmnElement") for shape in plane.iterchildren(_SHAPE)}
    shapes = (_read_shape(shape, reading, shown) for shape in plane.iterchildren(_SHAPE))
    edges = (_read_edge(edge, reading) for edge in plane.iterchildren(f"{{{DI}}}BPMNEdge"))
    return Diagram(
        id=attribute(diagram, "id"),
        element=_shown(plane, reading) or "",
        name=attribute(diagram, "name"),
        shapes=tuple(shape for shape in shapes if shape),
        edges=tuple(edge for edge in edges if edge),
    )


def _shown(element: etree._Element, reading: Reading) -> str | None:
    return reading.reference(element, "bpmnElement")


def _read_shape(element: etree._Element, reading: Reading, elements: Mapping[str, str]) -> Shape | None:
    shown = _shown(element, reading)
    bounds = _read_bounds(element)
    if shown is None:
        return None
    if bounds is None:
        reading.note("no-bounds", element, Text("The shape of {element} has no bounds.", element=shown))
        return None
    fill, stroke = _vendor_colours(shown, reading)
    return Shape(
        element=shown,
        bounds=bounds,
        is_expanded=_maybe(element, "isExpanded"),
        is_horizontal=_maybe(element, "isHorizontal"),
        is_marker_visible=flag(element, "isMarkerVisible"),
        label=_read_label(element),
        fill=_colour(element, "background-color", "fill") or fill,
        stroke=_colour(element, "border-color", "stroke") or stroke,
        band_of=_band_of(element, reading, elements),
        band_kind=attribute(element, "participantBandKind"),
        is_message_visible=flag(element, "isMessageVisible"),
        line=line_of(element),
    )


def _band_of(element: etree._Element, reading: Reading, elements: Mapping[str, str]) -> str | None:
    """Return the activity whose shape a band is part of; the file refers to the shape, by its id."""
    reference = attribute(element, "choreographyActivityShape")
    shown = elements.get(reference, elements.get(reference.rpartition(":")[2])) if reference else None
    found = reading.ids.find(shown) if shown else None
    return None if found is None else reading.ids[found]


def _vendor_colours(shown: str, reading: Reading) -> tuple[str, str]:
    """Return the fill and line colour that a vendor keeps in the element itself."""
    element = reading.ids.find(shown)
    if element is None:
        return "", ""
    fills = (dialect.fill(element) for dialect in reading.dialects)
    strokes = (dialect.stroke(element) for dialect in reading.dialects)
    return next(filter(None, fills), ""), next(filter(None, strokes), "")


def _read_edge(element: etree._Element, reading: Reading) -> Edge | None:
    shown = _shown(element, reading)
    if shown is None:
        return None
    points = tuple(
        Point(x=_number(point, "x"), y=_number(point, "y")) for point in element.iterchildren(f"{{{DD_DI}}}waypoint")
    )
    return Edge(
        element=shown,
        points=points,
        label=_read_label(element),
        message_kind=attribute(element, "messageVisibleKind"),
        stroke=_colour(element, "border-color", "stroke") or _vendor_colours(shown, reading)[1],
        line=line_of(element),
    )


def _read_label(element: etree._Element) -> Bounds | None:
    label = element.find(f"{{{DI}}}BPMNLabel")
    return None if label is None else _read_bounds(label)


def _read_bounds(element: etree._Element) -> Bounds | None:
    bounds = element.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    return Bounds(x=x, y=y, width=width, height=height)


def _number(element: etree._Element, name: str) -> float:
    """Return a length; what is no finite number counts as 0, so that a picture can be drawn at all."""
    try:
        value = float(attribute(element, name))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _maybe(element: etree._Element, name: str) -> bool | None:
    return flag(element, name) if attribute(element, name) else None


def _colour(element: etree._Element, standard: str, bpmn_io: str) -> str:
    names = (*(f"{{{namespace}}}{standard}" for namespace in _COLORS), f"{{{_BIOC}}}{bpmn_io}")
    return next((value for name in names if (value := attribute(element, name))), "")
