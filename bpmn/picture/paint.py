"""Which colours an element is drawn in: the file's own, its heat, the highlighted path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["HEAT_COLOURS", "INK", "PAPER", "PATH_COLOUR", "SHADE", "Paint", "heat_class"]

INK = "#22272e"
PAPER = "#ffffff"
# What does not begin an exchange: the band of who answers, the answer's envelope (BPMN 2.0.2 §9.3.2, §11.5.1).
SHADE = "#c9ced6"
PATH_COLOUR = "#0b5fad"
# ColorBrewer YlOrRd, five classes: even steps of lightness, so that it also reads in black and white.
HEAT_COLOURS = ("#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#bd0026")
_DARK_FROM = 3
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,30}|rgba?\([0-9.,% ]{1,60}\)")


def heat_class(value: float) -> int:
    """Return the class 0 to 4 of a heat between 0 (cold) and 1 (hot); what is outside counts as the nearer end.

    >>> [heat_class(value) for value in (0.0, 0.19, 0.2, 0.99, 1.0, 7.0)]
    [0, 0, 1, 4, 4, 4]
    """
    return max(0, min(len(HEAT_COLOURS) - 1, int(value * len(HEAT_COLOURS))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How one element is painted.

    Attributes:
        fill: Colour inside.
        stroke: Colour of its lines.
        ink: Colour of text on it.
        extra_width: What is added to the width of its lines, in diagram points.
        classes: CSS classes that tell heat and path to a style sheet.
    """

    fill: str = PAPER
    stroke: str = INK
    ink: str = INK
    extra_width: float = 0.0
    classes: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, fill: str, stroke: str, heat: float | None, is_on_path: bool) -> "Paint":
        """Return the paint from the file's colours, the heat and whether the element is on the path."""
        inside, line, ink = _colour(fill, PAPER), _colour(stroke, INK), INK
        classes: tuple[str, ...] = ()
        if heat is not None:
            grade = heat_class(heat)
            inside, line, classes = HEAT_COLOURS[grade], INK, (f"heat-{grade}",)
            ink = PAPER if grade >= _DARK_FROM else INK
        if is_on_path:
            line, classes = PATH_COLOUR, (*classes, "on-path")
        return cls(fill=inside, stroke=line, ink=ink, extra_width=1.5 if is_on_path else 0.0, classes=classes)

    def outline(self, width: float = 2.0, **more: str | float | None) -> Mapping[str, str | float | None]:
        """Return the attributes of a filled shape with an outline."""
        return {"fill": self.fill, "stroke": self.stroke, "stroke_width": width + self.extra_width, **more}

    def line(self, width: float = 1.5, **more: str | float | None) -> Mapping[str, str | float | None]:
        """Return the attributes of a line with nothing inside."""
        return {"fill": "none", "stroke": self.stroke, "stroke_width": width, **more}


def _colour(text: str, otherwise: str) -> str:
    # A colour of the file goes into an attribute: only what is plainly a colour may.
    return text if _COLOUR.fullmatch(text) else otherwise
