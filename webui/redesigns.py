"""How a model could be redesigned, found by a job: where `analysis` and the library meet the engine's jobs."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from bpmn import read_model
from bpmn.language import LANGUAGES
from engine import Actor, AnalysisState, Engine, request_analysis
from engine.ports import AnalysisStopped
from processes import Service, find_service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.redesign import Redesign
    from bpmn.language import Text
    from engine.ports import AnalysisWatch

__all__ = ["REDESIGN", "Subject", "find_redesigns", "made_true", "of_service", "redesign_key", "request_redesign"]

REDESIGN = "redesign"
"""The kind of these analyses."""

_FORMAT = 5  # counts up when what is kept changes, so that what was kept before is made anew
_BUDGET = 256
_TRYING = 0.4
"""Which share of the work it is to try each proposal; the rest is the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is to be redesigned.

    Attributes:
        name: What its file is called.
        content: The BPMN file.
        scenario: Its scenario file; None: defaults are assumed.
        service: The key of the service whose as-is model it is, "" for an upload.
        labels: Names of its elements by id, by language, where they differ from the file's.
    """

    name: str
    content: bytes
    scenario: bytes | None = None
    service: str = ""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def of_service(service: Service) -> Subject:
    """Return a service as it is."""
    return Subject(
        name=f"{service.key}.bpmn",
        content=service.as_is,
        scenario=service.scenario("as-is"),
        service=service.key,
        labels={language: service.element_names(language, "as-is") for language in LANGUAGES},
    )


def redesign_key(subject: Subject, *, seed: int = 1) -> str:
    """Return the name under which a subject's redesigns are kept; it changes with the model and the scenario."""
    digest = hashlib.sha256()
    for content in (subject.content, subject.scenario or b""):
        digest.update(hashlib.sha256(content).digest())
    return f"redesign:{_FORMAT}:{subject.service}:{seed}:{digest.hexdigest()[:24]}"


def request_redesign(engine: Engine, subject: Subject, *, actor: Actor, seed: int = 1) -> AnalysisState:
    """Have a subject's redesigns found in the background, unless they are there already."""
    file = {"name": subject.name, "file": base64.b64encode(subject.content).decode()}
    about = {"service": subject.service} if subject.service else file
    return request_analysis(
        engine, kind=REDESIGN, key=redesign_key(subject, seed=seed), arguments={**about, "seed": seed}, actor=actor
    )


def made_true(subject: Subject, ids: "Sequence[str]") -> "Redesign":
    """Return a subject with some proposals made true on a copy.

    Raises:
        AnalysisError: If they do not go together, or only people can make one true.
        BpmnFileError: If an edit cannot be made.
    """
    from analysis.redesign import apply_proposals

    before, _assumed = _as_it_is(subject)
    return apply_proposals(before.model, before.scenario, ids)


def find_redesigns(arguments: Mapping[str, Any], watch: "AnalysisWatch", /) -> dict[str, Any]:
    """Return what the page shows, by language: proposals with their gains, questions, and the Pareto front.

    Raises:
        AnalysisStopped: If the watch said that nobody wants it any more.
    """
    from analysis.errors import AnalysisError
    from analysis.redesign import Runs, search_combinations, try_proposals
    from analysis.redesign.page import problem_page, redesign_page

    subject = _subject(arguments)
    seed = int(arguments.get("seed", 1))
    try:
        before, assumed = _as_it_is(subject)
        tried = try_proposals(
            before, runs=Runs(seed=seed), progress=_part(watch, 0.0, _TRYING), should_stop=watch.should_stop
        )
        search = search_combinations(
            before,
            budget=_BUDGET,
            runs=Runs(cases=400, replications=20, seed=seed),
            progress=_part(watch, _TRYING, 1.0),
            should_stop=watch.should_stop,
        )
    except AnalysisError as error:
        return {language: problem_page(error, language) for language in LANGUAGES}
    if watch.should_stop():
        raise AnalysisStopped
    return {
        language: redesign_page(
            before, tried, search, language=language, labels=subject.labels.get(language, {}), assumed=assumed
        )
        for language in LANGUAGES
    }


def _part(watch: "AnalysisWatch", begin: float, end: float) -> "Callable[[int, int], None]":
    """Return what tells the watch of one part of the work."""

    def tell(done: int, total: int) -> None:
        watch.progress(round(1000 * (begin + (end - begin) * done / max(total, 1))), 1000)

    return tell


def _subject(arguments: Mapping[str, Any]) -> Subject:
    if arguments.get("service"):
        return of_service(find_service(arguments["service"]))
    content = base64.b64decode(cast("str", arguments["file"]))
    return Subject(name=str(arguments["name"]), content=content)


def _as_it_is(subject: Subject) -> "tuple[Redesign, Sequence[Text]]":
    """Return a subject with its scenario complete, and what was assumed for that."""
    from analysis.redesign import Redesign
    from analysis.scenario import Scenario, read_scenario, with_defaults

    model = read_model(subject.content, source_name=subject.name)
    given = Scenario() if subject.scenario is None else read_scenario(subject.scenario, source_name=subject.name)
    complete = with_defaults(model, given)
    return Redesign(model=model, scenario=complete.scenario), complete.assumed
