"""What is kept of a comparison for the web: the summary, and the report in every form that can be saved."""

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from analysis.comparison import Comparison, Depth, compare
from analysis.scenario import read_scenario
from bpmn import read_model
from bpmn.language import LANGUAGES
from engine.ports import AnalysisStopped
from processes import Service, find_service
from webui import analyses
from webui.dossiers import dossier_of
from webui.studio.answers import REPORT_FORMS

SERVICE = find_service("company-registration")


class _Watch:
    """Looks on, and says after so many questions that nobody wants the result any more."""

    def __init__(self, patience: int = 10**9) -> None:
        self.patience = patience
        self.shares: list[float] = []

    def progress(self, done: int, total: int) -> None:
        self.shares.append(done / total)

    def should_stop(self) -> bool:
        self.patience -= 1
        return self.patience < 0


def _small_comparison(service: Service, *, seed: int = 1, watch: object = None) -> Comparison:
    scenarios = [
        replace(read_scenario(service.scenario(side), source_name=side), warm_up=2) for side in ("as-is", "to-be")
    ]
    return compare(
        read_model(service.as_is, source_name="as-is.bpmn"),
        read_model(service.to_be, source_name="to-be.bpmn"),
        scenario_as_is=scenarios[0],
        scenario_to_be=scenarios[1],
        seed=seed,
        depth=Depth(stresses=False, sensitivity=False),
        cases=15,
        replications=2,
    )


def test_every_form_of_the_report_is_kept_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses, "comparison_of", _small_comparison)
    kept = analyses._compare_service({"service": SERVICE.key, "seed": 3}, _Watch())
    value: Any = kept.value
    assert json.loads(json.dumps(value)) == value
    assert kept.parts.keys() == {f"{form}:{language}" for form in REPORT_FORMS for language in LANGUAGES}
    for language in LANGUAGES:
        report = {form: str(kept.parts[f"{form}:{language}"]) for form in REPORT_FORMS}
        assert base64.b64decode(report["pdf"]).startswith(b"%PDF-")
        assert base64.b64decode(report["xlsx"]).startswith(b"PK\x03\x04")
        assert len(json.loads(report["json"])["measures"]) == len(value["summary"][language]["measures"]) > 0
        assert f'lang="{language}"' in report["html"]
        assert hashlib.sha256(SERVICE.scenario("as-is")).hexdigest() in report["html"]


def test_a_comparison_that_nobody_wants_any_more_is_computed_no_further() -> None:
    watch = _Watch(patience=2)
    with pytest.raises(AnalysisStopped):
        analyses.comparison_of(SERVICE, watch=watch)
    assert max(watch.shares, default=0.0) < 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dossier_has_the_sources_files_and_texts_of_its_service(language: str) -> None:
    dossier = dossier_of(SERVICE, language)
    assert dossier.summary == SERVICE.text("summary", language)
    sources = {source.number: source for source in dossier.sources}
    assert sources["S28"].where == "burtgel.gov.mn, English page on legal entities"
    assert "no." not in sources
    assert any("proposal of the project" in note for note in dossier.source_notes)
    names = [name for name, _ in dossier.files]
    assert "company-registration/scenarios/as-is.json" in names
    assert "company-registration/as-is.bpmn" not in names
    assert dossier.decisions
