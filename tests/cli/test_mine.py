"""`ortoo mine`: its contract, its text, the scenario it writes, and what it refuses."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ortoo

LIBRARY = Path(__file__).resolve().parents[2] / "processes/company-registration"
MODEL, SCENARIO = LIBRARY / "to-be.bpmn", LIBRARY / "scenarios/to-be.json"
CONTRACT = ["cases", "events", "activities", "variants", "edges", "cycle_time_s", "start", "end", "findings"]
LOG = """case_id,activity,enable_time,start_time,end_time,resource
1,Check,2026-01-05T01:00:00Z,2026-01-05T01:00:00Z,2026-01-05T01:10:00Z,Bat
1,Sign,2026-01-05T01:10:00Z,2026-01-05T02:00:00Z,2026-01-05T02:05:00Z,Anu
2,Check,2026-01-05T01:05:00Z,2026-01-05T01:10:00Z,2026-01-05T01:30:00Z,Bat
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_the_document_begins_with_the_contracts_keys(ortoo: Ortoo, log: Path) -> None:
    done = ortoo("mine", str(log), "--json")
    assert done.code == 0
    assert list(done.json)[: len(CONTRACT)] == CONTRACT
    assert [done.json[key] for key in CONTRACT[:5]] == [2, 3, 2, 2, 1]
    assert {"mean", "median", "p95"} <= set(done.json["cycle_time_s"])
    assert done.json["cycle_time_s"]["mean"] == pytest.approx((65 + 25) * 60 / 2)
    assert (done.json["start"], done.json["end"]) == ("2026-01-05T01:00:00+00:00", "2026-01-05T02:05:00+00:00")
    assert done.json["waiting"]["total"]["contention_s"] == pytest.approx(300)


def test_the_text_fits_eighty_columns_in_both_languages(
    ortoo: Ortoo, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for language, word in (("en", "What waiting is made of"), ("mn", "Хүлээлт юунаас бүрддэг вэ")):
        done = ortoo("mine", str(log), "--language", language)
        assert done.code == 0
        assert word in done.out
        assert max(map(len, done.out.splitlines())) <= 80


def test_a_simulated_log_is_mined_and_its_scenario_simulates(ortoo: Ortoo, tmp_path: Path) -> None:
    log, scenario = tmp_path / "log.xes", tmp_path / "mined.json"
    told = ortoo("simulate", str(MODEL), "--scenario", str(SCENARIO), "--cases", "60", "--replications", "1",
                 "--warm-up", "0", "--log", str(log), "--json")  # fmt: skip
    mined = ortoo("mine", str(log), "--model", str(MODEL), "--scenario-out", str(scenario), "--json")
    assert mined.code == 0
    assert mined.json["conformance"]["fitness"] == 1
    assert mined.json["cases"] == 60
    assert mined.json["cycle_time_s"]["mean"] == pytest.approx(told.json["measures"]["cycle_time"]["mean"], rel=1e-4)
    again = ortoo("simulate", str(MODEL), "--scenario", str(scenario), "--cases", "60", "--replications", "2", "--json")
    assert again.code == 0
    assert json.loads(scenario.read_text(encoding="utf-8"))["assumptions"][0]["kind"] == "measured"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--scenario-out", "out.json"], "--scenario-out needs --model"),
        (["--time-zone", "Asia/Nowhere"], "is no time zone"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_log_is_read(
    ortoo: Ortoo, log: Path, options: list[str], message: str
) -> None:
    done = ortoo("mine", str(log), *options)
    assert done.code == 2
    assert message in done.err


def test_files_that_are_no_logs_are_refused_with_a_sentence(ortoo: Ortoo, tmp_path: Path) -> None:
    bad, packed = tmp_path / "bad.csv", tmp_path / "bad.xes.gz"
    bad.write_text("a,b\n1,2\n")
    packed.write_bytes(b"not packed")
    for path, message in (
        (bad, "has no column case_id"),
        (packed, "cannot be read"),
        (tmp_path / "none.csv", "none.csv"),
    ):
        done = ortoo("mine", str(path))
        assert done.code != 0
        assert message in done.err
        assert "Traceback" not in done.err
