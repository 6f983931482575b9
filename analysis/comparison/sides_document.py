"""What was found about each side, as JSON: its burden, how its cases end, its maturity and its flexibility."""

import math
from typing import Any

from analysis.burden import Burden, BurdenRange
from analysis.comparison.values import Comparison, MeasureDifference, Side
from analysis.flexibility import Flexibility
from analysis.maturity import SOURCE, STAGES, Maturity

__all__ = ["basis_document", "side_document", "volume_document"]


def side_document(side: Side, language: str) -> dict[str, Any]:
    """Return what is known of a side beside the measures of the comparison."""
    return {
        "burden": _burden(side.burden, language),
        "endings": [
            {
                "element": one.element,
                "name": one.name,
                "outcome": one.outcome,
                "share": one.share,
                "recognised_by": one.recognised_by.into(language),
            }
            for one in side.endings
        ],
        "maturity": None if side.maturity is None else _maturity(side.maturity, language),
        "flexibility": None if side.flexibility is None else _flexibility(side.flexibility, language),
    }


def basis_document(found: MeasureDifference, language: str) -> dict[str, Any]:
    """Return how a measure is worked out and which stated assumptions it rests on."""
    return {"group": found.group, "formula": found.formula.into(language), "rests_on": list(found.rests_on)}


def volume_document(comparison: Comparison, language: str) -> dict[str, Any] | None:
    """Return the yearly volume of both sides; None where there is none."""
    volume = comparison.volume
    if volume is None:
        return None
    return {"cases": volume.cases, "said_by": volume.said_by, "text": volume.text.into(language)}


def _burden(burden: Burden, language: str) -> dict[str, Any]:
    return {
        "lines": [
            {
                "item": line.item,
                "label": line.label.into(language),
                "quantity": line.quantity,
                "time_h": line.time_h,
                "time_cost": line.time_cost,
                "out_of_pocket": line.out_of_pocket,
                "cost": line.cost,
                "formula": line.formula.into(language),
            }
            for line in burden.lines
        ],
        "parameters": [
            {
                "path": one.path,
                "label": one.label.into(language),
                "unit": one.unit,
                "low": one.low,
                "mid": one.mid,
                "high": one.high,
                "kind": one.kind,
                "source": one.source,
            }
            for one in burden.parameters
        ],
        "low": _range(burden.low),
        "high": _range(burden.high),
        "pages": burden.pages,
        "questions": burden.questions,
        "forms": [{name: getattr(form, name) for name in form.__slots__} for form in burden.forms],
    }


def _range(burden: BurdenRange | None) -> dict[str, float] | None:
    return None if burden is None else {"time_h": burden.time_h, "cost": burden.cost}


def _maturity(maturity: Maturity, language: str) -> dict[str, Any]:
    return {
        "stage": maturity.stage,
        "stage_possible": maturity.stage_possible,
        "name": STAGES[maturity.stage].into(language),
        "source": SOURCE,
        "criteria": [
            {
                "key": one.key,
                "stage": one.stage,
                "text": one.text.into(language),
                "is_met": one.is_met,
                "evidence": list(one.evidence),
                "reason": one.reason.into(language),
            }
            for one in maturity.criteria
        ],
    }


def _flexibility(flexibility: Flexibility, language: str) -> dict[str, Any]:
    return {
        "capacity_per_week": flexibility.capacity_per_week,
        "spare_capacity": flexibility.spare_capacity,
        "constraint": flexibility.constraint,
        "without_stand_in": list(flexibility.without_stand_in),
        "stresses": [
            {
                "kind": one.kind,
                "factor": one.factor,
                "resource": one.resource,
                "text": one.text.into(language),
                "cycle_time_s": _finite(one.cycle_time_s),
                "ci_low": _finite(one.interval_s[0]),
                "ci_high": _finite(one.interval_s[1]),
                "flow_cycle_time_s": one.flow_cycle_time_s,
                "keeps_up": one.keeps_up,
            }
            for one in flexibility.stresses
        ],
    }


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
