"""Several scenarios in one file, each perhaps stated by its differences from another."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from analysis.scenario.arrivals import arrivals_by_rates
from analysis.scenario.fields import Place, nearest
from analysis.scenario.values import Arrivals, Calendar
from bpmn.language import Text

__all__ = ["busier", "chosen_scenario"]


def chosen_scenario(root: Place, which: str) -> Place:
    """Return the scenario that is meant, with all that it is based on; `root` itself if it is the only one.

    Differences are laid over as in RFC 7396 (JSON Merge Patch): objects key by key, null takes away, all else replaces.

    Args:
        root: The document, either a scenario or `{"ortoo_scenario": 1, "scenarios": {name: scenario}}`.
        which: The name of the scenario, "" where there is one.

    Raises:
        ScenarioError: If there is no such scenario, or it is based on itself.
    """
    if not root.has("scenarios"):
        if which:
            raise root.error(Text('There is no scenario "{name}": the file holds one only.', name=which))
        return root
    place = root.at("scenarios")
    known = dict(place.items())
    root.refuse_others()
    if not which and len(known) != 1:
        text = Text("The file holds several scenarios: write #NAME after the file's name. There are: {names}.",
                    names=", ".join(known))  # fmt: skip
        raise place.error(text)
    name = which or next(iter(known))
    value = _based(name, known, place, ())
    return Place({**value, "ortoo_scenario": 1}, path=f"{place.path}.{name}", source_name=place.source_name)


def _based(name: str, known: dict[str, Place], place: Place, above: tuple[str, ...]) -> dict[str, Any]:
    if name not in known:
        near = nearest(name, known)
        if near:
            raise place.error(Text('There is no scenario "{name}". Did you mean "{near}"?', name=name, near=near))
        raise place.error(Text('There is no scenario "{name}". There are: {names}.', name=name, names=", ".join(known)))
    if name in above:
        raise known[name].error(Text('The scenario "{name}" is based on itself.', name=name))
    entry = known[name]
    value = {key: inner.value for key, inner in entry.items() if key != "based_on"}
    base = entry.at("based_on").text()
    return _laid_over(_based(base, known, place, (*above, name)), value) if base else value


def _laid_over(base: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in patch.items():
        before = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(before, dict) and "type" not in value:
            merged[key] = _laid_over(before, value)
        else:
            # A distribution replaces a distribution: half of one kind and half of another would be none.
            merged[key] = value
    return merged


def busier(
    arrivals: Arrivals, load: float, place: Place, calendars: Mapping[str, Calendar], start: datetime
) -> Arrivals:
    """Return arrivals of which there are `load` times as many.

    Raises:
        ScenarioError: If they are at given moments.
    """
    if load == 1.0:
        return arrivals
    if arrivals.moments_s:
        raise place.error(Text("Cases that arrive at given moments do not become more by a load."))
    if arrivals.rates:
        return arrivals_by_rates([(key, rate * load) for key, rate in arrivals.rates], calendars, start)
    return replace(arrivals, inter_arrival=arrivals.inter_arrival.scaled(1 / load))
