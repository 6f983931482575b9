"""What a log says, as JSON: the contract of `ortoo mine --json`, and more beside it."""

from dataclasses import asdict
from typing import Any

from analysis.mining.conforming import Conformance
from analysis.mining.values import Edge, MinedLog
from analysis.mining.waiting import CAUSES, WaitingCauses

__all__ = ["mined_document"]

_MOST_VARIANTS = 100


def mined_document(mined: MinedLog, language: str) -> dict[str, Any]:
    """Return the document; times are in seconds, moments in ISO 8601 and UTC, sentences in `language`.

    "activities", "variants" and "edges" say how many there are; each is listed below.
    """
    return {
        "cases": mined.cases,
        "events": mined.events,
        "activities": len(mined.activities),
        "variants": len(mined.variants),
        "edges": len(mined.edges),
        "cycle_time_s": asdict(mined.cycle_time_s),
        "start": mined.begin.isoformat(),
        "end": mined.end.isoformat(),
        "findings": [{"kind": one.kind, "text": one.text.into(language)} for one in mined.findings],
        "instances": mined.instances,
        "open_cases": mined.open_cases,
        "rework_cases": mined.rework_cases,
        "rework": mined.rework,
        "hand_overs": mined.hand_overs,
        "resources_a_case": mined.resources_a_case,
        "activity_figures": [asdict(one) for one in mined.activities],
        "edge_figures": [_edge(one) for one in mined.edges],
        "variant_figures": [asdict(one) for one in mined.variants[:_MOST_VARIANTS]],
        "resources": [asdict(one) for one in mined.resources],
        "waiting": None if mined.waiting is None else _waiting(mined.waiting),
        "conformance": None if mined.conformance is None else _conformance(mined.conformance),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    found = asdict(edge)
    return {"from": found.pop("source"), "to": found.pop("target"), **found}


def _waiting(waiting: WaitingCauses) -> dict[str, Any]:
    return {
        "total": asdict(waiting.total),
        "activities": [asdict(one) for one in waiting.activities],
        "efficiency": waiting.efficiency_without(""),
        "efficiency_without": {cause: waiting.efficiency_without(cause) for cause in CAUSES},
    }


def _conformance(found: Conformance) -> dict[str, Any]:
    return {
        "fitness": found.fitness,
        "fitting_cases": found.fitting_cases,
        "checked_cases": found.checked_cases,
        "unchecked_cases": found.unchecked_cases,
        "traces": [asdict(one) for one in found.traces[:_MOST_VARIANTS]],
        "deviations": [asdict(one) for one in found.deviations],
        "unknown_activities": list(found.unknown_activities),
        "unseen_elements": [{"element": element, "name": name} for element, name in found.unseen_elements],
        "flows": dict(found.flows),
    }
