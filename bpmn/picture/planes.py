"""Which planes of a model can be drawn, and which one is meant."""

from collections.abc import Iterator

from bpmn.model import Diagram, Model, SubProcess
from bpmn.picture.index import ids_inside
from bpmn.picture.layout import lay_out

__all__ = ["choose_plane", "planes_of"]


def planes_of(model: Model) -> tuple[Diagram, ...]:
    """Return every plane of a model that shows something, in the file's order; a layout where there is none.

    What a file puts onto the plane around a closed sub-process is hidden there and becomes a plane of its own.
    """
    drawn = [plane for plane in model.diagrams if plane.shapes]
    if not drawn:
        return (lay_out(model),)
    return (*drawn, *(inner for plane in drawn for inner in _closed(model, plane)))


def choose_plane(model: Model, diagram: str | None) -> Diagram:
    """Return the plane of that id, or that shows the element of that id; the first one for None.

    Raises:
        KeyError: If there is none.
    """
    if diagram is None:
        drawn = (plane for plane in model.diagrams if plane.shapes)
        return next(drawn, None) or lay_out(model)
    for plane in (*model.diagrams, *planes_of(model)):
        if diagram in {plane.id, plane.element}:
            return plane
    raise KeyError(diagram)


def _closed(model: Model, plane: Diagram) -> Iterator[Diagram]:
    for shape in plane.shapes:
        node = model.nodes.get(shape.element)
        if shape.is_expanded is not False or not isinstance(node, SubProcess):
            continue
        inside = ids_inside(node.scope)
        shapes = tuple(shape for shape in plane.shapes if shape.element in inside)
        if shapes:
            edges = tuple(edge for edge in plane.edges if edge.element in inside)
            yield Diagram(id=node.id, element=node.id, name=node.name, shapes=shapes, edges=edges)
