"""A bottleneck as a part of a JSON document."""

from typing import Any

from analysis.bottlenecks.values import Bottleneck, Checked, Relief
from analysis.simulation.result import Measure
from bpmn.language import Text

__all__ = ["bottleneck_document"]


def bottleneck_document(found: Bottleneck, language: str) -> dict[str, Any]:
    """Return what `ortoo analyse --json` says of one bottleneck; sentences in `language`."""
    return {
        "rank": found.rank,
        "element": found.element,
        "name": found.name_in(language),
        "kind": found.kind,
        "place": found.place,
        "elements": list(found.elements),
        "reason": found.reason.into(language),
        "share": found.share,
        "time_s": found.time_s,
        "cost": found.cost,
        "cases": found.cases,
        "numbers": dict(found.numbers),
        "relief": {size: _relief(relief, language) for size, relief in found.relief.items()},
    }


def _relief(relief: Relief, language: str) -> dict[str, Any]:
    effect = relief.effect
    return {
        "what": relief.what.into(language),
        "cycle_time_s": None if effect is None else effect.cycle_time_s,
        "cost": None if effect is None else effect.cost,
        "capacity_per_h": None if effect is None else effect.capacity_per_h,
        "simulated": None if relief.checked is None else _checked(relief.checked, language),
        "remark": _said(relief.remark, language),
    }


def _checked(checked: Checked, language: str) -> dict[str, Any]:
    return {
        "cycle_time_s": _interval(checked.cycle_time),
        "cost": _interval(checked.cost),
        "agrees": checked.agrees,
        "remark": _said(checked.remark, language),
    }


def _interval(measure: Measure) -> dict[str, float]:
    return {"mean": measure.mean, "ci_low": measure.ci_low, "ci_high": measure.ci_high}


def _said(text: Text | None, language: str) -> str | None:
    return None if text is None else text.into(language)
