# ruff: noqa: S608 - every statement is written out in this file
"""The invariants: silent on data that the engine made, loud on each thing that must never be."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import (
    Engine,
    cancel_case,
    check_data,
    claim_work_item,
    complete_work_item,
    find_cases,
    open_documents,
    open_engine,
    read_case,
    run_due_jobs,
    save_draft,
    submit_draft,
)
from engine.commands.documents import keep_draft_document
from engine.connectors import connectors
from engine.ports import TaskFailure
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.databases import Server
from tests.engine.conftest import Effects
from tests.engine.damage import break_it
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    FAULTY_DECISION,
    MANAGER,
    PARALLEL,
    SERVED,
    TIMED,
    WAITING_FOR_ANSWER,
    WORKED,
    deploy_small,
    start_small,
)


def furnish(engine: Engine, effects: Effects) -> None:
    """Cases that wait for each kind of thing, one that has ended, one with an incident, one that was cancelled."""
    for name, model in {
        "small": WORKED,
        "timed": TIMED,
        "heard": WAITING_FOR_ANSWER,
        "served": SERVED,
        "parallel": PARALLEL,
        "faulty": FAULTY_DECISION,
        "checked": CHECKED,
    }.items():
        deploy_small(engine, model, service=name)
    for name in ("timed", "heard", "parallel", "checked"):
        start_small(engine, key=name, service=name, number="7")
    start_small(engine, key="ended")
    (item,) = everybodys_work(engine, service="small")
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    run_due_jobs(engine, worker="w")
    (item,) = everybodys_work(engine, service="checked")
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    start_small(engine, key="faulty", service="faulty")
    (item,) = everybodys_work(engine, service="faulty")
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"answer": "no"})
    effects.faults = [TaskFailure("no", retry=False)]
    start_small(engine, key="served", service="served")
    run_due_jobs(engine, worker="w")
    gone = start_small(engine, key="cancelled", service="parallel")
    cancel_case(engine, reference=gone.reference, reason="test", actor=MANAGER)
    draft = save_draft(engine, service="checked", page="one", answers={"a": "b"})
    submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="a")


def furnish_at(address: str) -> None:
    effects = Effects()
    engine = open_engine(address, clock=FakeClock(), handlers={**connectors(), "effect": effects})
    furnish(engine, effects)
    engine.close()


@pytest.fixture(scope="module")
def furnished_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with those cases, which are the same for every test."""
    file = tmp_path_factory.mktemp("furnished") / "ortoo.db"
    shutil.copy(sqlite_template, file)
    furnish_at(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="module")
def furnished_postgresql(postgresql: Server, postgresql_template: str) -> Iterator[str]:
    """The name of a database with those cases."""
    with postgresql.fresh(postgresql_template) as name:
        furnish_at(postgresql.url(name))
        yield name


@pytest.fixture
def furnished_sqlite_url(furnished_sqlite: Path, tmp_path: Path) -> str:
    file = tmp_path / "furnished.db"
    shutil.copy(furnished_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def furnished_postgresql_url(postgresql: Server, furnished_postgresql: str) -> Iterator[str]:
    with postgresql.fresh(furnished_postgresql) as name:
        yield postgresql.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def furnished(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a copy of those cases, on each of the two kinds of database."""
    opened = open_engine(str(request.getfixturevalue(f"furnished_{request.param}_url")), clock=FakeClock())
    yield opened
    opened.close()


def test_all_that_the_engine_did_is_as_it_must_be(furnished: Engine) -> None:
    assert find_cases(furnished).total == 9
    assert check_data(furnished) == ()


_TIMED = "(SELECT id FROM cases WHERE service = 'timed')"
_CHECKED = "(SELECT case_id FROM work_items WHERE service = 'checked' AND state = 'claimed')"
_ENDED = "(SELECT id FROM cases WHERE service = 'small')"


@pytest.mark.parametrize(
    ("invariant", "statement"),
    [
        ("I1", "UPDATE command_keys SET result = 'AAAA' WHERE key = 'start:timed'"),
        ("I1", "UPDATE drafts SET reference = 'AAAA'"),
        (
            "I1",
            (
                "INSERT INTO drafts (id, service, answers, updated_at, reference) "
                "SELECT 'd2', service, answers, updated_at, reference FROM drafts"
            ),
        ),
        ("I2", f"DELETE FROM history WHERE case_id = {_ENDED} AND sequence = 2"),
        ("I2", f"UPDATE cases SET history_length = history_length + 1 WHERE id = {_ENDED}"),
        ("I3", "UPDATE work_items SET assignee = NULL WHERE state = 'completed'"),
        (
            "I3",
            (
                "UPDATE history SET lifecycle = 'complete' WHERE type = 'userTask' AND lifecycle = 'schedule' "
                f"AND case_id = {_ENDED}"
            ),
        ),
        ("I3", "UPDATE history SET lifecycle = 'start' WHERE type = 'userTask' AND lifecycle = 'complete'"),
        ("I4", f"UPDATE jobs SET case_id = {_ENDED} WHERE kind = 'timer'"),
        ("I5", f"UPDATE cases SET ended_at = NULL WHERE id = {_ENDED}"),
        ("I5", f"UPDATE cases SET status = 'completed', ended_at = started_at WHERE id = {_TIMED}"),
        ("I5", f"UPDATE cases SET status = 'running', ended_at = NULL WHERE id = {_ENDED}"),
        ("I6", f"DELETE FROM history WHERE case_id = {_TIMED}"),
        ("I6", f"UPDATE history SET lifecycle = 'complete' WHERE lifecycle = 'start' AND case_id = {_CHECKED}"),
        (
            "I6",
            (
                "UPDATE history SET lifecycle = 'ate_abort' WHERE type = 'serviceTask' AND lifecycle = 'schedule' "
                "AND case_id IN (SELECT id FROM cases WHERE status = 'incident')"
            ),
        ),
        ("I6", f"UPDATE history SET lifecycle = 'start' WHERE type = 'endEvent' AND case_id = {_ENDED}"),
        ("I6", f"UPDATE cases SET ended_at = '2099-01-01 00:00:00.000000' WHERE id = {_ENDED}"),
        ("I6", "UPDATE history SET lifecycle = 'complete' WHERE lifecycle = 'pi_abort'"),
        (
            "I6",
            (
                f"UPDATE history SET instance_id = (SELECT instance_id FROM history WHERE case_id = {_ENDED} "
                f"AND type = 'endEvent') WHERE case_id = {_ENDED} AND type = 'userTask'"
            ),
        ),
        ("I7", "UPDATE work_items SET state = 'open' WHERE state = 'completed' AND service = 'small'"),
        ("I7", "UPDATE work_item_groups SET state = 'open' WHERE state = 'completed'"),
        ("I8", "DELETE FROM jobs WHERE kind = 'timer'"),
        ("I8", "UPDATE jobs SET instance_id = 'nobody' WHERE kind = 'timer'"),
        ("I8", "DELETE FROM subscriptions"),
        ("I8", "UPDATE work_items SET state = 'cancelled' WHERE service = 'parallel'"),
        ("I8", "UPDATE work_items SET instance_id = 'nobody' WHERE service = 'checked' AND state = 'claimed'"),
        ("I8", "DELETE FROM jobs WHERE state = 'incident'"),
        ("I8", "UPDATE incidents SET resolved_at = raised_at"),
        ("I9", "UPDATE jobs SET worker = 'w', lease_until = '2099-01-01 00:00:00.000000' WHERE kind = 'timer'"),
        ("I9", "UPDATE jobs SET worker = 'w' WHERE kind = 'timer'"),
        ("I10", "UPDATE audit SET actor = 'somebody else' WHERE sequence = 1"),
        ("I12", f"UPDATE history SET type = 'task' WHERE type = 'userTask' AND case_id = {_ENDED}"),
        ("I12", f"UPDATE history SET case_id = {_TIMED}, sequence = sequence + 100 WHERE case_id = {_ENDED}"),
        ("I12", f"UPDATE cases SET history_length = history_length + 1 WHERE id = {_ENDED}"),
        ("I11", f"UPDATE cases SET definition_id = definition_id, state = 'x' WHERE id = {_TIMED}"),
    ],
)
def test_what_must_never_be_is_found(furnished: Engine, invariant: str, statement: str) -> None:
    break_it(furnished, statement)
    assert invariant in {violation.invariant for violation in check_data(furnished)}


def test_a_program_elsewhere_may_lock_a_task_for_longer_than_a_lease(engine: Engine) -> None:
    deploy_small(engine, TIMED)
    start_small(engine)
    held = "queue = 'external', kind = 'service', worker = 'w', lease_until = '2099-01-01 00:00:00.000000'"
    break_it(engine, f"UPDATE jobs SET {held}")
    assert "I9" not in {violation.invariant for violation in check_data(engine)}


def test_a_violation_says_where_it_is(engine: Engine) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    break_it(engine, "DELETE FROM jobs")
    (violation,) = check_data(engine)
    assert violation.subject == reference
    assert str(violation).startswith(f"I8 {reference}: ")
    assert read_case(engine, reference=reference).open_items == ()


def test_a_document_whose_bytes_are_changed_is_found(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url, documents=open_documents(tmp_path / "documents"))
    draft = save_draft(engine, service="small", page="one", answers={})
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    kept = keep_draft_document(engine, draft_id=draft.id, field="paper", name="p.pdf", content=pdf)
    assert check_data(engine) == ()
    (tmp_path / "documents" / kept.sha256[:2] / kept.sha256[2:]).write_bytes(b"other")
    assert [violation.invariant for violation in check_data(engine)] == ["I11"]
    engine.close()
