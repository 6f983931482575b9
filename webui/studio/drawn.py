"""An uploaded model as something that can be looked at, whatever its file says about its diagram."""

from dataclasses import replace

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Bounds, Diagram
from bpmn.picture import draw_svg, lay_out
from bpmn.writing import AddDiagram, apply_edits

__all__ = ["picture_of", "with_diagram"]

_ROOM = 8.0


def with_diagram(content: bytes, *, source_name: str) -> bytes:
    """Return a file with a layout as its diagram where it has none, for viewers that draw only what is laid out.

    Raises:
        UnreadableFileError: If it cannot be read.
    """
    model = read_model(content, source_name=source_name)
    if _is_drawn(model):
        return content
    try:
        return apply_edits(content, [AddDiagram(diagram=_with_roomy_labels(lay_out(model)))])
    except BpmnFileError:
        # The viewer says that it cannot show the file, and the picture stands in.
        return content


def picture_of(content: bytes, *, source_name: str) -> str:
    """Return a picture of a file as SVG.

    Raises:
        UnreadableFileError: If it cannot be read.
    """
    return draw_svg(read_model(content, source_name=source_name))


def _with_roomy_labels(diagram: Diagram) -> Diagram:
    """Return a diagram for bpmn-js, which breaks a label that is a little wider in the browser's font than in ours."""
    return replace(
        diagram,
        shapes=tuple(replace(shape, label=_wider(shape.label)) for shape in diagram.shapes),
        edges=tuple(replace(edge, label=_wider(edge.label)) for edge in diagram.edges),
    )


def _wider(label: Bounds | None) -> Bounds | None:
    return None if label is None else replace(label, x=label.x - _ROOM, width=label.width + 2 * _ROOM)


def _is_drawn(model: Model) -> bool:
    return any(diagram.shapes for diagram in model.diagrams)
