# ruff: noqa: S608 - every statement is written out in this file
"""The hourly check: it finds what was tampered with, and raises the alarm until all is well."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine, find_incidents, measure, open_engine, retry_incident, run_due_jobs
from engine.audit_heads.files import read_heads
from engine.history_chain import chained
from engine.jobs.upkeep import plan_upkeep
from engine.self_check import rounds
from engine.testing import FakeClock
from engine.values import SYSTEM, Incident
from tests.engine.damage import break_it
from tests.engine.small_services import CHECKED, TIMED, deploy_small, start_small


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "outside" / "heads.jsonl"


@pytest.fixture
def watched(database_url: str, clock: FakeClock, heads: Path) -> Iterator[Engine]:
    """An installation in which the check is planned, and cases go on."""
    engine = open_engine(database_url, clock=clock, audit_heads=heads)
    deploy_small(engine, CHECKED)
    for number in range(4):
        start_small(engine, key=str(number))
    plan_upkeep(engine)
    yield engine
    engine.close()


def pass_hours(engine: Engine, clock: FakeClock, hours: int = 1) -> tuple[Incident, ...]:
    """Let so many checks be made, and return the alarms that are open then."""
    for _ in range(hours):
        clock.advance(timedelta(hours=1, seconds=1))
        run_due_jobs(engine, worker="w")
    return tuple(find_incidents(engine).items)


def references(engine: Engine) -> list[str]:
    with engine.database.reading() as work:
        return [head.chain for head in work.audit_heads.after("", limit=100) if head.chain != "installation"]


def test_sound_data_raise_no_alarm_and_every_head_is_kept_outside(
    watched: Engine, clock: FakeClock, heads: Path
) -> None:
    assert pass_hours(watched, clock) == ()
    cases = references(watched)
    assert set(read_heads(heads).heads) == {*cases, *(f"history {case}" for case in cases), "installation"}
    lines = read_heads(heads).lines
    start_small(watched, key="later")
    assert pass_hours(watched, clock, 3) == ()
    assert read_heads(heads).lines == lines + 2
    found = measure(watched).self_check
    assert found is not None
    assert (found.audit_faults, found.violations) == (0, 0)
    assert found.age_s == 0


def test_a_chain_cut_off_is_an_alarm_within_the_hour(
    watched: Engine, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    pass_hours(watched, clock)
    gone, *_ = references(watched)
    break_it(watched, f"DELETE FROM audit WHERE chain = '{gone}'")
    with caplog.at_level(logging.ERROR):
        (alarm,) = pass_hours(watched, clock)
    assert alarm.kind == "check"
    assert gone in alarm.message
    assert "1 faults in the audit trail" in caplog.text
    assert gone not in caplog.text
    (again,) = pass_hours(watched, clock, 2)
    assert again.id == alarm.id
    found = measure(watched).self_check
    assert found is not None
    assert found.audit_faults == 1


def test_a_history_cut_at_its_end_is_an_alarm_although_every_hash_in_the_database_fits(
    watched: Engine, clock: FakeClock
) -> None:
    assert pass_hours(watched, clock) == ()
    case, *_ = references(watched)
    of_case = f"(SELECT id FROM cases WHERE reference = '{case}')"
    break_it(watched, f"DELETE FROM history WHERE case_id = {of_case} AND sequence > 1")
    with watched.database.reading() as work:
        found = work.cases.by_reference(case)
        assert found is not None
        fitting = chained("", work.history.of_case(found.id))
    break_it(watched, f"UPDATE cases SET history_length = 1, history_hash = '{fitting}' WHERE reference = '{case}'")
    (alarm,) = pass_hours(watched, clock)
    assert f"history {case} 1: Entries up to" in alarm.message


def test_a_change_that_came_round_is_remembered_until_it_is_mended(
    watched: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_CHAINS", 1)
    pass_hours(watched, clock)
    changed, *_ = references(watched)
    (owner,) = {entry.actor for entry in _entries(watched, changed)}
    break_it(watched, f"UPDATE audit SET actor = 'x' WHERE chain = '{changed}'")
    assert len(pass_hours(watched, clock, 6)) == 1
    assert len(pass_hours(watched, clock, 1)) == 1
    break_it(watched, f"UPDATE audit SET actor = '{owner}' WHERE chain = '{changed}'")
    assert pass_hours(watched, clock) == ()


def _entries(engine: Engine, chain: str) -> list[object]:
    with engine.database.reading() as work:
        return list(work.audit_heads.entries(chain, since=1))


def test_a_case_whose_rows_disagree_is_an_alarm_when_it_comes_round(
    watched: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_CASES", 2)
    monkeypatch.setattr(rounds, "_CASES_AT_ONCE", 2)
    pass_hours(watched, clock)
    break_it(watched, "UPDATE work_items SET instance_id = 'nobody' WHERE case_id = (SELECT max(id) FROM cases)")
    (alarm,) = pass_hours(watched, clock, 3)
    assert "I8" in alarm.message
    assert pass_hours(watched, clock, 2) != ()
    found = measure(watched).self_check
    assert found is not None
    assert found.violations > 0


def test_rows_that_must_not_be_together_are_found_within_a_day(watched: Engine, clock: FakeClock) -> None:
    pass_hours(watched, clock)
    break_it(watched, "UPDATE command_keys SET result = 'AAAA'")
    assert pass_hours(watched, clock, 22) == ()
    (alarm,) = pass_hours(watched, clock, 2)
    assert "I1" in alarm.message


def test_an_operator_may_have_it_checked_at_once(watched: Engine, clock: FakeClock) -> None:
    pass_hours(watched, clock)
    deploy_small(watched, TIMED, service="timed")
    start_small(watched, key="timed", service="timed")
    pass_hours(watched, clock)
    break_it(watched, "UPDATE cases SET definition_id = definition_id, ended_at = started_at")
    break_it(watched, "UPDATE audit SET actor = 'x' WHERE chain = 'installation' AND sequence = 1")
    (alarm,) = pass_hours(watched, clock)
    retry_incident(watched, incident_id=alarm.id, actor=SYSTEM)
    before = measure(watched).jobs
    run_due_jobs(watched, worker="w")
    assert before["check", "due"] == 1
    assert measure(watched).jobs["check", "scheduled"] == 1
    assert find_incidents(watched).total == 1


def test_a_file_that_cannot_be_written_is_an_incident_and_not_silence(
    watched: Engine, clock: FakeClock, heads: Path
) -> None:
    heads.parent.parent.mkdir(exist_ok=True)
    heads.parent.write_text("in the way")
    (incident,) = pass_hours(watched, clock, 3)
    assert "heads" in incident.message
    heads.parent.unlink()
    retry_incident(watched, incident_id=incident.id, actor=SYSTEM)
    run_due_jobs(watched, worker="w")
    assert find_incidents(watched).total == 0
    assert read_heads(heads).lines > 0
