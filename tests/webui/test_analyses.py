"""What is kept of a comparison for the web: the summary, and the report in every form that can be saved."""

import base64
import json
from dataclasses import replace

import pytest

from analysis.comparison import Comparison, compare
from analysis.scenario import read_scenario
from bpmn import read_model
from bpmn.language import LANGUAGES
from processes import Service, find_service
from webui import analyses
from webui.studio.answers import REPORT_FORMS


def _small_comparison(service: Service, *, seed: int = 1) -> Comparison:
    scenarios = [
        replace(read_scenario(service.scenario(side), source_name=side), warm_up=2) for side in ("as-is", "to-be")
    ]
    return compare(
        read_model(service.as_is, source_name="as-is.bpmn"),
        read_model(service.to_be, source_name="to-be.bpmn"),
        scenario_as_is=scenarios[0],
        scenario_to_be=scenarios[1],
        seed=seed,
        cases=15,
        replications=2,
    )


def test_every_form_of_the_report_is_kept_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses, "comparison_of", _small_comparison)
    kept = analyses._compare_service({"service": find_service("company-registration").key, "seed": 3})
    assert json.loads(json.dumps(kept)) == kept
    for language in LANGUAGES:
        report = kept["report"][language]
        assert report.keys() == REPORT_FORMS.keys()
        assert base64.b64decode(report["pdf"]).startswith(b"%PDF-")
        assert base64.b64decode(report["xlsx"]).startswith(b"PK\x03\x04")
        assert len(json.loads(report["json"])["measures"]) == len(kept["summary"][language]["measures"]) > 0
        assert f'lang="{language}"' in report["html"]
