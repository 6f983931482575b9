"""Two models drawn in the colours of what changes between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bpmn.difference.change import Change, Kind
from bpmn.language import Text
from bpmn.model import Diagram, Model
from bpmn.picture import draw_svg, lay_out

__all__ = ["STYLES", "Style", "draw_changes", "style_of"]

_QUIET = "#5b6570"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a sort of change is shown: never by colour alone, each has a sign and a name.

    Attributes:
        name: What it is called in the legend.
        sign: What stands before its number.
        line: Colour of lines and badges' neighbours; on white it has a contrast of 4.5 : 1 or more.
        fill: Colour inside shapes.
        key: Its name in style sheets.
    """

    key: str
    name: Text
    sign: str
    line: str
    fill: str


STYLES = (
    Style(key="added", name=Text("New"), sign="+", line="#1a7f4b", fill="#d8f1e1"),
    Style(key="eliminated", name=Text("No longer there"), sign="−", line="#b3261e", fill="#fadfdc"),
    Style(key="changed", name=Text("Different"), sign="Δ", line="#1d5b8f", fill="#dbeafb"),
    Style(key="moved", name=Text("In another place or order"), sign="→", line="#a34d00", fill="#ffe8cc"),
)
_BY_KEY = {style.key: style for style in STYLES}
_STYLE_OF: dict[Kind, str] = {
    "eliminated": "eliminated",
    "added": "added",
    "new-decision": "added",
    "automated": "changed",
    "merged": "changed",
    "renamed": "changed",
    "moved": "moved",
    "resequenced": "moved",
    "parallelised": "moved",
    "knocked-out-earlier": "moved",
}


def style_of(change: Change) -> Style:
    """Return how a change is shown."""
    return _BY_KEY[_STYLE_OF[change.kind]]


def draw_changes(
    as_is: Model, to_be: Model, changes: Sequence[Change]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Draw both models in the colours of what changes, each changed element with the numbers of its changes.

    Returns:
        For each model the diagrams that show a change, or its first one where none does, as pairs of name and SVG.
        What does not change is grey. A model without a diagram gets a layout.
    """
    sides = [(change.as_is, change.to_be) for change in changes]
    return (
        _drawn(as_is, [(change, ours) for change, (ours, _) in zip(changes, sides, strict=True)]),
        _drawn(to_be, [(change, theirs) for change, (_, theirs) in zip(changes, sides, strict=True)]),
    )


def _drawn(model: Model, changes: Sequence[tuple[Change, tuple[str, ...]]]) -> tuple[tuple[str, str], ...]:
    styles: dict[str, Style] = {}
    badges: dict[str, str] = {}
    for number, (change, elements) in enumerate(changes, start=1):
        style = style_of(change)
        for element in elements:
            styles.setdefault(element, style)
            before = f"{badges[element]}, " if element in badges else ""
            badges[element] = f"{before}{style.sign} {number}"
    planes = [plane for plane in model.diagrams if plane.shapes] or [lay_out(model)]
    shown = [plane for plane in planes if any(shape.element in styles for shape in plane.shapes)] or planes[:1]
    coloured = [replace(model, diagrams=(_coloured(plane, styles),)) for plane in shown]
    return tuple((plane.name, draw_svg(copy, badges=badges)) for plane, copy in zip(shown, coloured, strict=True))


def _coloured(plane: Diagram, styles: Mapping[str, Style]) -> Diagram:
    shapes = []
    for shape in plane.shapes:
        style = styles.get(shape.element)
        fill, stroke = (style.fill, style.line) if style else ("", _QUIET)
        shapes.append(replace(shape, fill=fill, stroke=stroke))
    return replace(plane, shapes=tuple(shapes), edges=tuple(replace(edge, stroke=_QUIET) for edge in plane.edges))
