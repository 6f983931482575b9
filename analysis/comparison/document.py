"""A comparison as a JSON document: the contract of `ortoo compare --json`."""

from typing import TYPE_CHECKING, Any

from analysis.comparison.sides_document import basis_document, side_document, volume_document
from analysis.comparison.sureness_document import equivalence_document, finite, sureness_document
from analysis.comparison.values import AssumptionEffect, Comparison, Driver, MeasureDifference, Side

if TYPE_CHECKING:
    from analysis.bottlenecks import Bottleneck

__all__ = ["comparison_document", "measure_document"]


def comparison_document(comparison: Comparison, language: str) -> dict[str, Any]:
    """Return the document; sentences are in `language` ("mn" or "en"), keys and numbers are the same in both.

    Times are in seconds except where the unit says hours; a missing interval is null.
    """
    return {
        "as_is": _side(comparison.as_is, comparison.seed, language),
        "to_be": _side(comparison.to_be, comparison.seed, language),
        "changes": [
            {
                "kind": change.kind,
                "as_is": list(change.as_is),
                "to_be": list(change.to_be),
                "text": change.text.into(language),
            }
            for change in comparison.changes
        ],
        "measures": [measure_document(found, language) for found in comparison.measures],
        "bottlenecks": {
            "as_is": [_bottleneck(found, language) for found in comparison.as_is.bottlenecks],
            "to_be": [_bottleneck(found, language) for found in comparison.to_be.bottlenecks],
        },
        "drivers": _drivers(comparison, language),
        "assumptions": {
            "stated": [_assumption(effect, language) for effect in comparison.assumptions],
            "as_is": [text.into(language) for text in comparison.as_is.assumed],
            "to_be": [text.into(language) for text in comparison.to_be.assumed],
            "flow_difference_s": _flow_difference_s(comparison),
        },
        "verdict": comparison.verdict.into(language),
        "volume": volume_document(comparison, language),
        **sureness_document(comparison, language),
    }


def _flow_difference_s(comparison: Comparison) -> float | None:
    """Return the difference in mean cycle time by flow analysis; None where a load does not fit."""
    return finite(comparison.to_be.flow.cycle_time_s - comparison.as_is.flow.cycle_time_s)


def _side(side: Side, seed: int, language: str) -> dict[str, Any]:
    return {
        "name": side.name,
        "file": side.model.source_name,
        "scenario": side.scenario.name.into(language),
        "cases": side.simulation.cases,
        "replications": side.simulation.replications,
        "seed": seed,
        "facts": dict(side.facts),
        **side_document(side, language),
    }


def measure_document(found: MeasureDifference, language: str) -> dict[str, Any]:
    """Return one measure as data; its label and sentences are in `language`."""
    return {
        "measure": found.measure,
        "label": found.label.into(language),
        "unit": found.unit,
        "as_is": found.as_is,
        "to_be": found.to_be,
        "difference": found.difference,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "origin": found.origin,
        "outcome": found.outcome,
        "p_adjusted": found.p_adjusted,
        "effect_size": finite(found.effect_size),
        "superiority": found.superiority,
        "equivalence": equivalence_document(found.equivalence),
        **basis_document(found, language),
    }


def _bottleneck(found: "Bottleneck", language: str) -> dict[str, Any]:
    return {
        "rank": found.rank,
        "element": found.element,
        "name": found.name,
        "kind": found.kind,
        "reason": found.reason.into(language),
        "share": found.share,
    }


def _drivers(comparison: Comparison, language: str) -> dict[str, Any]:
    drivers = comparison.drivers
    return {
        "by_activity": [_driver(driver, language) for driver in drivers.by_activity],
        "remainder": {
            "processing_s": drivers.remainder_processing_s,
            "waiting_s": drivers.remainder_waiting_s,
            "cost": drivers.remainder_cost,
        },
    }


def _driver(driver: Driver, language: str) -> dict[str, Any]:
    return {
        "kind": driver.kind,
        "as_is": list(driver.as_is),
        "to_be": list(driver.to_be),
        "names": list(driver.names),
        "processing_s": driver.processing_s,
        "waiting_s": driver.waiting_s,
        "cost": driver.cost,
        "text": driver.text.into(language),
    }


def _assumption(effect: AssumptionEffect, language: str) -> dict[str, Any]:
    assumption = effect.assumption
    return {
        "side": effect.side,
        "path": assumption.path,
        "kind": assumption.kind,
        "text": assumption.text.into(language),
        "source": assumption.source,
        "low": assumption.low,
        "high": assumption.high,
        "measure": effect.measure,
        "difference_at_low": effect.at_low,
        "difference_at_high": effect.at_high,
        "turns_verdict": effect.turns_verdict,
        "difference_as_stated": effect.at_stated,
        "origin": effect.origin,
        "break_even": effect.break_even,
        "break_even_value": effect.break_even_value,
        "remark": effect.remark.into(language) if effect.remark else None,
    }
