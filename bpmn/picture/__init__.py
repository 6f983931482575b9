"""Pictures of models: SVG from the file's own diagram, or from a simple layout where it has none. No browser needed."""

from bpmn.picture.drawing import draw_svg
from bpmn.picture.layout import lay_out
from bpmn.picture.planes import planes_of

__all__ = ["draw_svg", "lay_out", "planes_of"]
