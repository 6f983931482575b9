"""The diagram in the colours of what was found."""

from analysis.bottlenecks import Bottleneck
from analysis.pages.words import amount
from analysis.simulation.result import SimulationResult
from bpmn.model import Model
from bpmn.picture import draw_svg

__all__ = ["draw_ranking", "draw_waiting"]

_MOST_BADGES = 12
"""More numbers than these on one diagram are not looked up any more."""


def draw_ranking(model: Model, bottlenecks: tuple[Bottleneck, ...]) -> str:
    """Return the diagram: heat is a bottleneck's share by the worst one's, the badge its rank."""
    drawn = [found for found in bottlenecks if found.element in model.nodes]
    worst = max((found.share for found in drawn), default=0.0) or 1.0
    heat: dict[str, float] = {}
    badges: dict[str, str] = {}
    for found in drawn:
        heat[found.element] = max(heat.get(found.element, 0.0), found.share / worst)
        if len(badges) < _MOST_BADGES:
            badges.setdefault(found.element, str(found.rank))
    return draw_svg(model, heat=heat, badges=badges)


def draw_waiting(model: Model, result: SimulationResult, language: str) -> str:
    """Return the diagram: heat is the waiting a case has at an element by the longest, the badge says how long."""
    waits = {
        element: figures.waiting_time_s * figures.instances
        for element, figures in result.activities.items()
        if element in model.nodes and figures.waiting_time_s > 0
    }
    longest = max(waits.values(), default=0.0) or 1.0
    shown = sorted(waits, key=lambda element: (-waits[element], element))[:_MOST_BADGES]
    badges = {element: amount("elapsed", waits[element], "", language) for element in shown}
    return draw_svg(model, heat={key: value / longest for key, value in waits.items()}, badges=badges)
