"""`ortoo redesign`: proposals with their gains, and the model with some made true."""

from pathlib import Path

import pytest

from bpmn import read_model
from tests.cli.conftest import Ortoo

LIBRARY = Path(__file__).resolve().parents[2] / "processes" / "company-registration"
AS_IS = str(LIBRARY / "as-is.bpmn")
SCENARIO = str(LIBRARY / "scenarios" / "as-is.json")


def test_proposals_come_with_their_argument_and_what_they_gain(ortoo: Ortoo) -> None:
    proposals = ortoo("redesign", AS_IS, "--scenario", SCENARIO, "--quick", "--json").json["proposals"]
    by_id = {one["id"]: one for one in proposals}
    automated = by_id["automation-Task_check_file"]
    assert automated["gains"]["cycle_time_s"] < -100_000
    assert automated["heuristic"]["expected"]["time"] == 1
    assert all(one["argument"] for one in proposals)
    assert all((one["gains"] is None) == (not one["is_applicable"]) for one in proposals if not one["refused"])
    assert len({one["heuristic"]["key"] for one in proposals if one["gains"]}) >= 10


@pytest.mark.parametrize(("wanted", "heading"), [("en", "Questions for the analyst"), ("mn", "Шинжээчид тавих асуулт")])
def test_the_text_fits_eighty_columns_in_both_languages(ortoo: Ortoo, wanted: str, heading: str) -> None:
    asked = ("--quick",) if wanted == "mn" else ()
    outcome = ortoo("redesign", AS_IS, "--scenario", SCENARIO, *asked, "--language", wanted)
    assert outcome.code == 0
    assert heading in outcome.out
    assert wanted == "mn" or "better on none of the four sides" in outcome.out, "buffering changes nothing here"
    assert (outcome.out.count(" (−") > 20) == (wanted == "en"), "intervals where it is simulated"
    prose = [line for line in outcome.out.splitlines() if "[" not in line]
    assert max(len(line) for line in prose) <= 80


def test_a_search_gives_a_front_whose_members_can_be_applied(ortoo: Ortoo, tmp_path: Path) -> None:
    asked = ("redesign", AS_IS, "--scenario", SCENARIO, "--quick", "--search", "--budget")
    found = ortoo(*asked, "60", "--json").json["search"]
    assert "Combinations that no other beats" in ortoo(*asked, "10").out
    assert not found["is_exhaustive"]
    assert found["evaluated"] <= 60
    member = found["front"][0]
    assert member["questions"]
    ids = [part for one in member["ids"] for part in ("--apply", one)]
    out = tmp_path / "to-be.bpmn"
    applied = ortoo("redesign", AS_IS, "--scenario", SCENARIO, *ids, "--out", str(out), "--json").json
    assert applied["gains"] == member["gains"]
    assert applied["simulated"]["measures"]["cost"]["ci_high"] < 0
    assert ortoo("check", str(out)).code == 0


def test_a_proposal_made_true_is_a_file_and_a_gain_with_its_interval(ortoo: Ortoo, tmp_path: Path) -> None:
    out = tmp_path / "to-be.bpmn"
    outcome = ortoo(
        "redesign", AS_IS, "--scenario", SCENARIO, "--apply", "automation-Task_tax", "--out", str(out), "--json"
    )
    assert outcome.code == 0
    time = outcome.json["simulated"]["measures"]["cycle_time_s"]
    assert time["ci_low"] < time["mean"] < time["ci_high"] < 0
    assert read_model(out.read_bytes(), source_name="to-be.bpmn").nodes["Task_tax"].type == "serviceTask"
    beside = tmp_path / "to-be.scenario.json"
    assert outcome.json["scenario"] == str(beside)
    flow = ortoo("analyse", str(out), "--scenario", str(beside), "--json").json["flow"]
    was = ortoo("analyse", AS_IS, "--scenario", SCENARIO, "--json").json["flow"]
    gained = flow["cycle_time_s"] - was["cycle_time_s"]
    assert gained == pytest.approx(outcome.json["gains"]["cycle_time_s"])


def test_what_cannot_be_applied_is_a_sentence_and_writes_nothing(ortoo: Ortoo, tmp_path: Path) -> None:
    out = tmp_path / "to-be.bpmn"
    outcome = ortoo("redesign", AS_IS, "--scenario", SCENARIO, "--apply", "automation-Task_taks", "--out", str(out))
    assert outcome.code != 0
    assert "The nearest is automation-Task_tax" in outcome.err
    assert not out.exists()
    assert "--out FILE" in ortoo("redesign", AS_IS, "--apply", "automation-Task_tax").err
