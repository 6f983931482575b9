"""The long analyses that run in the background: where `analysis` and the library meet the engine's jobs."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bpmn import read_model
from bpmn.language import LANGUAGES
from engine import Actor, AnalysisState, Engine, NotFoundError, read_analysis_part, request_analysis
from engine.ports import AnalysisResult, AnalysisStopped
from processes import Service, find_service
from webui.dossiers import dossier_of
from webui.redesigns import REDESIGN, find_redesigns

if TYPE_CHECKING:
    from analysis.burden import Forms
    from analysis.comparison import Comparison, MeasureDifference
    from analysis.report import Names
    from analysis.report.wording import Wording
    from engine.ports import AnalysisHandler, AnalysisWatch

__all__ = ["analyses", "comparison_key", "comparison_of", "forms_of", "names_of", "report_of", "request_comparison"]

_COMPARISON = "comparison"
_SIDES = ("as-is", "to-be")
_FORMAT = 6  # counts up when what is kept of a comparison changes, so that what was kept before is made anew


def analyses() -> "Mapping[str, AnalysisHandler]":
    """Return what the engine's analysis jobs call, by kind."""
    return {_COMPARISON: _compare_service, REDESIGN: find_redesigns}


def comparison_key(service: Service, *, seed: int = 1) -> str:
    """Return the name under which a service's comparison is kept; it changes with the models and the scenarios."""
    digest = hashlib.sha256()
    for content in (service.as_is, service.to_be, *(service.scenario(side) for side in _SIDES)):
        digest.update(hashlib.sha256(content).digest())
    return f"comparison:{_FORMAT}:{service.key}:{seed}:{digest.hexdigest()[:16]}"


def comparison_of(service: Service, *, seed: int = 1, watch: "AnalysisWatch | None" = None) -> "Comparison":
    """Return the comparison of a service of the library, with the share of each change; takes up to a minute.

    Raises:
        AnalysisStopped: If the watch said that nobody wants it any more.
    """
    from analysis.comparison import Depth, Stopped, compare
    from analysis.scenario import read_scenario

    scenarios = [
        read_scenario(service.scenario(side), source_name=f"{service.key}/scenarios/{side}.json") for side in _SIDES
    ]
    try:
        return compare(
            read_model(service.as_is, source_name=f"{service.key}/as-is.bpmn"),
            read_model(service.to_be, source_name=f"{service.key}/to-be.bpmn"),
            scenario_as_is=scenarios[0],
            scenario_to_be=scenarios[1],
            seed=seed,
            depth=Depth(drivers=True),
            forms_as_is=forms_of(service, "as-is"),
            forms_to_be=forms_of(service, "to-be"),
            progress=watch.progress if watch else None,
            should_stop=watch.should_stop if watch else None,
        )
    except Stopped as stopped:
        raise AnalysisStopped from stopped


def forms_of(service: Service, side: str) -> "Forms":
    """Return the form files of one side of a service; only the to-be side is applied for on line."""
    from analysis.burden import Forms

    return Forms(schemas=service.forms, application=service.pages if side == "to-be" else ())


def request_comparison(engine: Engine, service: Service, *, actor: Actor, seed: int = 1) -> AnalysisState:
    """Have a service's comparison computed in the background, unless it is there already."""
    return request_analysis(
        engine,
        kind=_COMPARISON,
        key=comparison_key(service, seed=seed),
        arguments={"service": service.key, "seed": seed},
        actor=actor,
    )


def names_of(service: Service, language: str) -> "Names":
    """Return the labels of both of a service's models in `language`, for its report."""
    from analysis.report import Names

    return Names(as_is=service.element_names(language, "as-is"), to_be=service.element_names(language, "to-be"))


def report_of(engine: Engine, service: Service, *, form: str, language: str, seed: int = 1) -> str | None:
    """Return the kept report of a service's comparison, or None where there is none.

    Args:
        engine: The engine.
        service: The service.
        form: The ending of its file's name: "html", "pdf", "xlsx" or "json".
        language: "mn" or "en".
        seed: Where the random numbers began.

    Returns:
        The text, or base 64 of what is none.
    """
    key = comparison_key(service, seed=seed)
    try:
        return str(read_analysis_part(engine, key=key, part=f"{form}:{language}"))
    except NotFoundError:
        return None


def _compare_service(arguments: Mapping[str, Any], watch: "AnalysisWatch", /) -> AnalysisResult:
    """Return what the page shows, and apart from it the report in every form, which is read when it is saved."""
    from analysis.report.wording import wording_of

    service = find_service(arguments["service"])
    comparison = comparison_of(service, seed=int(arguments.get("seed", 1)), watch=watch)
    generated_at = datetime.now(UTC)
    summaries = {
        language: _summary(comparison, wording_of(comparison, language, names_of(service, language)))
        for language in LANGUAGES
    }
    parts = {
        f"{form}:{language}": content
        for language in LANGUAGES
        for form, content in _reports(comparison, service, language, generated_at).items()
    }
    return AnalysisResult(value={"summary": summaries}, parts=parts)


def _reports(comparison: "Comparison", service: Service, language: str, generated_at: datetime) -> dict[str, str]:
    """Return the report in every form by the ending of its file's name, in base 64 where the file is not a text."""
    from analysis.report import report_html, report_json, report_pdf, report_xlsx

    about: dict[str, Any] = {
        "language": language,
        "generated_at": generated_at,
        "names": names_of(service, language),
        "dossier": dossier_of(service, language),
    }
    return {
        "html": report_html(comparison, **about),
        "pdf": base64.b64encode(report_pdf(comparison, **about)).decode(),
        "xlsx": base64.b64encode(report_xlsx(comparison, **about)).decode(),
        "json": report_json(comparison, **about).decode(),
    }


def _summary(comparison: "Comparison", wording: "Wording") -> dict[str, Any]:
    return {
        "verdict": wording.say(comparison.verdict),
        "changes": _changes(comparison, wording),
        "measures": [_row(found, wording) for found in comparison.measures],
        "replications": comparison.as_is.simulation.replications,
        "cases": comparison.as_is.simulation.cases,
        "seed": comparison.seed,
    }


def _changes(comparison: "Comparison", wording: "Wording") -> list[dict[str, Any]]:
    """Return the changes by kind, kinds and changes in the order in which the difference tells them."""
    by_kind: dict[str, list[str]] = {}
    for change in comparison.changes:
        by_kind.setdefault(change.kind, []).append(wording.say(change.text))
    return [{"kind": kind, "texts": texts} for kind, texts in by_kind.items()]


def _row(found: "MeasureDifference", wording: "Wording") -> dict[str, str]:
    from analysis.report.rows import GROUPS

    language, scale = wording.language, found.scale
    has_interval = found.ci_low is not None and found.ci_high is not None
    ends = (scale.number(end, signed=True) for end in (found.ci_low, found.ci_high) if end is not None)
    return {
        "group": wording.say(GROUPS[found.group]),
        "label": found.label.into(language),
        "as_is": scale.quantity(found.as_is).into(language),
        "to_be": scale.quantity(found.to_be).into(language),
        "difference": scale.quantity(found.difference, signed=True).into(language),
        "interval": " … ".join(ends) if has_interval else "",
        "outcome": found.outcome,
        "origin": found.origin,
    }
