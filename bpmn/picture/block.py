"""A laid out piece of a diagram, which can be moved to its place in a larger one."""

from dataclasses import dataclass, replace

from bpmn.model import Bounds, Edge, Point, Shape

__all__ = ["Block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a scope looks like, from its top left corner at (0, 0)."""

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
    width: float = 0.0
    height: float = 0.0

    def moved(self, x: float, y: float) -> "Block":
        """Return the block at another place."""
        return replace(
            self,
            shapes=tuple(
                replace(shape, bounds=_shift(shape.bounds, x, y), label=shape.label and _shift(shape.label, x, y))
                for shape in self.shapes
            ),
            edges=tuple(
                replace(
                    edge,
                    points=tuple(Point(x=point.x + x, y=point.y + y) for point in edge.points),
                    label=edge.label and _shift(edge.label, x, y),
                )
                for edge in self.edges
            ),
        )


def _shift(bounds: Bounds, x: float, y: float) -> Bounds:
    return replace(bounds, x=bounds.x + x, y=bounds.y + y)
