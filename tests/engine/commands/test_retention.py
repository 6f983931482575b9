"""Retention and erasure: what goes, what stays, and when."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    NotAllowedError,
    ReasonMissingError,
    RetentionRule,
    Upkeep,
    audit_entries,
    check_applicant,
    check_data,
    claim_work_item,
    complete_work_item,
    do_upkeep,
    erase_case,
    find_cases,
    history_records,
    open_documents,
    open_engine,
    read_case,
    read_draft,
    retention_rules,
    retry_incidents,
    run_due_jobs,
    save_draft,
    set_retention,
    submit_draft,
    verify_audit,
)
from engine.commands.documents import keep_draft_document
from engine.connectors import connectors
from engine.errors import NotFoundError
from engine.operation_errors import CaseGoesOnError, DaysRefusedError
from engine.ports import TaskFailure
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CHECKED, CLERK, MANAGER, WORKED, deploy_small, start_small

MARKER = "Бат-Эрдэнэ-7731"
OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))


def finished_case(engine: Engine, *, key: str = "k") -> str:
    """A case that a clerk and two machines have done, with a personal marker in everything that takes one."""
    deploy_small(engine, WORKED)
    reference = start_small(engine, key=key, name=MARKER).reference
    (item,) = everybodys_work(engine)
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"remark": f"{MARKER} is well"})
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    return reference


def everything(engine: Engine) -> str:
    """All that the database holds, as text."""
    with engine.database.connection() as connection:
        if engine.database.is_postgresql:
            names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        else:
            names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        told = []
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608 - the database's own names
                told += [
                    bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    for value in row
                ]
    return "\n".join(told)


def test_erasure_leaves_no_trace_of_the_person_in_any_table(
    database_url: str, clock: FakeClock, effects: Effects, tmp_path: Path
) -> None:
    """Answers, a paper, a note, an incident that quotes an answer, a notice: all of it goes."""
    handlers = {**connectors(), "effect": effects}
    keeping = open_documents(tmp_path / "documents")
    engine = open_engine(database_url, clock=clock, handlers=handlers, documents=keeping)
    deploy_small(engine, WORKED)
    draft = save_draft(engine, service="small", page="one", answers={"name": MARKER})
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    paper = keep_draft_document(engine, draft_id=draft.id, field="paper", name=f"{MARKER}.pdf", content=pdf)
    save_draft(engine, service="small", page="two", answers={"paper": {"document": paper.id}}, draft_id=draft.id)
    reference = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="name").reference
    (item,) = everybodys_work(engine)
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"remark": f"{MARKER} is well"})
    effects.faults = [TaskFailure(f"{MARKER} is in no register.", retry=False)]
    run_due_jobs(engine, worker="w")
    retry_incidents(engine, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    traces = (MARKER, MARKER.lower(), "Clerk One", paper.id)
    before = everything(engine)
    assert [trace for trace in traces if trace not in before] == []
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    after = everything(engine)
    assert [trace for trace in (*traces, ascii(MARKER)[1:-1]) if trace in after] == []
    assert check_data(engine) == ()
    engine.close()


def test_erasure_keeps_what_statistics_need(engine: Engine) -> None:
    reference = finished_case(engine)
    before = list(history_records(engine))
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    after = list(history_records(engine))
    unpersonal = ("case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp", "concept:instance")
    assert [[one[key] for key in unpersonal] for one in after] == [[one[key] for key in unpersonal] for one in before]
    assert {one["org:resource"] for one in before if "org:resource" in one} == {CLERK.id}
    assert {one["org:resource"] for one in after if "org:resource" in one} == {"person-1"}
    summary = read_case(engine, reference=reference).summary
    assert summary.status is CaseStatus.COMPLETED
    assert summary.ended_at is not None


def test_the_audit_chain_verifies_after_erasure(engine: Engine) -> None:
    reference = finished_case(engine)
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert verify_audit(engine) == ()
    assert audit_entries(engine, chain=reference)[-1].action == "erase_case"


def test_an_erased_case_opens_to_no_answer(engine: Engine) -> None:
    reference = finished_case(engine)
    assert check_applicant(engine, reference=reference, answer="e@x")
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert not check_applicant(engine, reference=reference, answer="e@x")
    assert not check_applicant(engine, reference=reference, answer="")


def test_erasing_twice_is_erasing_once(engine: Engine) -> None:
    reference = finished_case(engine)
    for _ in range(2):
        erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert [entry.action for entry in audit_entries(engine, chain=reference)].count("erase_case") == 1


def test_a_case_that_goes_on_is_not_erased(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine, name=MARKER).reference
    with pytest.raises(CaseGoesOnError):
        erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert read_case(engine, reference=reference).data["name"] == MARKER


def test_only_an_operator_with_a_reason_erases(engine: Engine) -> None:
    reference = finished_case(engine)
    with pytest.raises(NotAllowedError):
        erase_case(engine, reference=reference, reason="asked for", actor=MANAGER)
    with pytest.raises(ReasonMissingError):
        erase_case(engine, reference=reference, reason=" ", actor=OPERATOR)
    with pytest.raises(NotFoundError):
        erase_case(engine, reference="AAAA-AAAA-AAAA-AA-A", reason="asked for", actor=OPERATOR)


def test_history_cannot_be_changed_but_by_erasure(engine: Engine) -> None:
    reference = finished_case(engine)
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    for change in ("name = 'x'", "resource = 'clerk-9'", "time = '2020-01-01 00:00:00'", "sequence = 99"):
        with pytest.raises(Exception, match="only added to"), engine.database.connection() as connection:
            connection.execute(text(f"UPDATE history SET {change}"))  # noqa: S608 - written out above


def test_the_persons_of_a_case_that_is_not_erased_cannot_be_taken_out(engine: Engine) -> None:
    finished_case(engine)
    with pytest.raises(Exception, match="only added to"), engine.database.connection() as connection:
        connection.execute(text("UPDATE history SET resource = ''"))


def test_upkeep_erases_a_case_on_the_day_its_time_is_over(engine: Engine, clock: FakeClock) -> None:
    reference = finished_case(engine)
    set_retention(engine, rule=RetentionRule(service="small", case_days=30), actor=OPERATOR)
    clock.advance(timedelta(days=30, seconds=-1))
    assert do_upkeep(engine).cases == 0
    clock.advance(timedelta(seconds=1))
    assert do_upkeep(engine) == Upkeep(cases=1, drafts=0, files=0)
    assert do_upkeep(engine).cases == 0
    assert read_case(engine, reference=reference).data == {}
    assert find_cases(engine, text=MARKER).total == 0


def test_after_upkeep_nothing_of_an_erased_case_is_in_the_search(engine: Engine) -> None:
    reference = finished_case(engine)
    assert find_cases(engine, text=MARKER).total == 1
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert find_cases(engine, text=MARKER).total == 0
    do_upkeep(engine)
    kept = "text FROM case_texts" if engine.database.is_postgresql else "block FROM case_texts_data"
    with engine.database.connection() as connection:
        rows = "".join(str(row[0]) for row in connection.execute(text(f"SELECT {kept}")))
    assert MARKER.lower()[:3] not in rows
    assert find_cases(engine, text=reference[:9]).total == 1


def test_without_a_rule_cases_stay(engine: Engine, clock: FakeClock) -> None:
    reference = finished_case(engine)
    clock.advance(timedelta(days=10_000))
    assert do_upkeep(engine).cases == 0
    assert read_case(engine, reference=reference).data["name"] == MARKER


def test_a_service_goes_by_its_own_rule_before_the_general_one(engine: Engine, clock: FakeClock) -> None:
    finished_case(engine)
    set_retention(engine, rule=RetentionRule(service="", case_days=1), actor=OPERATOR)
    set_retention(engine, rule=RetentionRule(service="small", case_days=100), actor=OPERATOR)
    clock.advance(timedelta(days=50))
    assert do_upkeep(engine).cases == 0
    clock.advance(timedelta(days=50))
    assert do_upkeep(engine).cases == 1


def test_a_draft_nobody_goes_on_with_is_dropped(engine: Engine, clock: FakeClock) -> None:
    old = save_draft(engine, service="small", page="one", answers={"name": MARKER})
    clock.advance(timedelta(days=29))
    young = save_draft(engine, service="small", page="one", answers={"name": "x"})
    clock.advance(timedelta(days=1))
    assert do_upkeep(engine).drafts == 1
    assert read_draft(engine, draft_id=young.id).id == young.id
    with pytest.raises(NotFoundError):
        read_draft(engine, draft_id=old.id)


def test_the_draft_of_an_erased_case_goes_with_it(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="one", answers={"name": MARKER})
    reference = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="name").reference
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    with pytest.raises(NotFoundError):
        read_draft(engine, draft_id=draft.id)


def test_the_bytes_of_dropped_documents_go_from_the_folder(database_url: str, clock: FakeClock, tmp_path: Path) -> None:
    engine = open_engine(database_url, clock=clock, documents=open_documents(tmp_path / "documents"))
    assert engine.documents is not None
    sha256 = engine.documents.folder.keep(MARKER.encode())
    import os

    os.utime(tmp_path / "documents" / sha256[:2] / sha256[2:], (0, 0))
    assert do_upkeep(engine).files == 1
    engine.close()


def test_rules_are_set_by_operators_and_kept(engine: Engine) -> None:
    rule = RetentionRule(service="small", case_days=10, draft_days=None)
    set_retention(engine, rule=RetentionRule(service="small", case_days=9), actor=OPERATOR)
    set_retention(engine, rule=rule, actor=OPERATOR)
    assert retention_rules(engine) == (rule,)
    with pytest.raises(NotAllowedError):
        set_retention(engine, rule=rule, actor=CLERK)
    for days in (-1, 36_501):
        with pytest.raises(DaysRefusedError):
            set_retention(engine, rule=RetentionRule(service="small", case_days=days), actor=OPERATOR)
