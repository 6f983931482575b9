"""The two diagrams: as-is with its bottlenecks, to-be with what is changed."""

from collections.abc import Mapping

from analysis.comparison import Comparison
from bpmn.picture import draw_svg

__all__ = ["change_numbers", "draw_as_is", "draw_to_be"]

_MOST_BADGES = 9
"""More numbers than these on one diagram are not looked up any more."""


def draw_as_is(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Return the as-is diagram: heat is a bottleneck's weight by the worst one's, the badge its rank."""
    ranked = [found for found in comparison.as_is.bottlenecks if found.element][:_MOST_BADGES]
    worst = max((found.share for found in ranked), default=0.0) or 1.0
    heat: dict[str, float] = {}
    badges: dict[str, str] = {}
    for found in ranked:
        heat[found.element] = max(heat.get(found.element, 0.0), found.share / worst)
        badges.setdefault(found.element, str(found.rank))
    return draw_svg(comparison.as_is.model, heat=heat, badges=badges, names=names)


def draw_to_be(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Return the to-be diagram: changed elements are highlighted, the badge is the change's number in the list."""
    numbers = change_numbers(comparison)
    badges = {key: str(number) for key, number in numbers.items()}
    return draw_svg(comparison.to_be.model, badges=badges, path=tuple(numbers), names=names)


def change_numbers(comparison: Comparison) -> dict[str, int]:
    """Return for each element of to-be the number of the first change it belongs to."""
    numbers: dict[str, int] = {}
    for number, change in enumerate(comparison.changes, start=1):
        for key in change.to_be:
            if key in comparison.to_be.model.nodes:
                numbers.setdefault(key, number)
    return numbers
