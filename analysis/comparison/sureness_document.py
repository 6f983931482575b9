"""How sure a comparison is, as part of its JSON document."""

import math
from typing import TYPE_CHECKING, Any

from analysis.comparison.sureness import ChangeShare, Equivalence, OneOff, Precision, Shares

if TYPE_CHECKING:
    from analysis.comparison.values import Comparison

__all__ = ["equivalence_document", "finite", "sureness_document"]


def sureness_document(comparison: "Comparison", language: str) -> dict[str, Any]:
    """Return the keys "precision", "shares" and "one_off"; null each where the comparison has no such thing."""
    return {
        "precision": None if comparison.precision is None else _precision(comparison.precision, language),
        "shares": None if comparison.shares is None else _shares(comparison.shares, language),
        "one_off": None if comparison.one_off is None else _one_off(comparison.one_off),
    }


def equivalence_document(found: Equivalence | None) -> dict[str, Any] | None:
    """Return an equivalence as data."""
    return None if found is None else {name: getattr(found, name) for name in found.__slots__}


def finite(number: float | None) -> float | None:
    """Return a number that JSON can hold: null for one without end."""
    return number if number is not None and math.isfinite(number) else None


def _precision(found: Precision, language: str) -> dict[str, Any]:
    return {
        "replications": found.replications,
        "wanted": found.wanted,
        "half_widths": dict(found.half_widths),
        "is_reached": found.is_reached,
        "reason": found.reason,
        "text": found.text.into(language),
    }


def _shares(found: Shares, language: str) -> dict[str, Any]:
    return {
        "by_change": [_share(step, language) for step in found.by_change],
        "totals": dict(found.totals),
        "remainder": dict(found.remainder),
        "orders": found.orders,
        "is_exact": found.is_exact,
        "cases": found.cases,
        "method": found.method and found.method.into(language),
        "remark": found.remark and found.remark.into(language),
    }


def _share(step: ChangeShare, language: str) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind,
        "as_is": list(step.as_is),
        "to_be": list(step.to_be),
        "text": step.text.into(language),
        "changes": [change.text.into(language) for change in step.changes],
        "effects": {
            measure: {name: getattr(effect, name) for name in effect.__slots__}
            for measure, effect in step.effects.items()
        },
    }


def _one_off(found: OneOff) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}
