# ruff: noqa: S608 - every statement is written out in this file
"""Histories against their heads: what is cut off, rewritten or gone shows; growing and erasure do not."""

from pathlib import Path

import pytest

from engine import (
    Actor,
    Engine,
    cancel_case,
    compare_audit,
    complete_work_item,
    erase_case,
    read_case,
    verify_history,
    write_audit_heads,
)
from engine.audit_heads.files import add_heads, read_heads
from engine.audit_heads.histories import HistoriesChecked, check_histories
from engine.history_chain import chained
from engine.store.row import Row
from tests.engine.damage import break_it
from tests.engine.small_services import CLERK, DEADLINE, deploy_small, start_small

OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "heads"


@pytest.fixture
def cases(engine: Engine) -> list[str]:
    deploy_small(engine, DEADLINE)
    return [start_small(engine, key=str(number)).reference for number in range(3)]


def look(engine: Engine, file: Path, *, is_whole: bool = False) -> HistoriesChecked:
    return check_histories(engine, read_heads(file).heads, is_whole=is_whole)


def found(engine: Engine, file: Path) -> list[tuple[str, int]]:
    """What `ortoo audit verify --heads` says, which is what the hourly look says."""
    quick = look(engine, file).faults
    assert set(quick) <= set(compare_audit(engine, files=[file]))
    return [(fault.chain, fault.sequence) for fault in quick]


def length(engine: Engine, reference: str) -> int:
    return len(read_case(engine, reference=reference).timeline)


def complete(engine: Engine, reference: str) -> None:
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})


def rewrite(engine: Engine, reference: str, change: str) -> None:
    """Change a case's history and make every hash in the database fit it."""
    of_case = f"(SELECT id FROM cases WHERE reference = '{reference}')"
    break_it(engine, change.format(of_case=of_case))
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        assert case is not None
        entries = work.history.of_case(case.id)
    told = f"history_hash = '{chained('', entries)}', history_length = {len(entries)}"
    break_it(engine, f"UPDATE cases SET {told} WHERE reference = '{reference}'")
    assert verify_history(engine) == ()


def test_histories_that_only_grew_are_silent_and_their_new_heads_are_told(
    engine: Engine, cases: list[str], heads: Path
) -> None:
    assert write_audit_heads(engine, file=heads) == 1 + 2 * len(cases)
    assert look(engine, heads) == HistoriesChecked(faults=(), grown=())
    complete(engine, cases[0])
    start_small(engine, key="new")
    checked = look(engine, heads)
    assert checked.faults == ()
    assert [head.sequence for head in checked.grown] == [length(engine, cases[0]), length(engine, cases[1])]
    add_heads(heads, checked.grown, at=engine.clock.now(), known=read_heads(heads))
    assert look(engine, heads, is_whole=True) == HistoriesChecked(faults=(), grown=())
    assert compare_audit(engine, files=[heads]) == ()


def test_a_history_cut_at_its_end_shows_although_every_hash_in_the_database_fits(
    engine: Engine, cases: list[str], heads: Path
) -> None:
    complete(engine, cases[1])
    before = length(engine, cases[1])
    write_audit_heads(engine, file=heads)
    rewrite(engine, cases[1], f"DELETE FROM history WHERE case_id = {{of_case}} AND sequence = {before}")
    assert found(engine, heads) == [(f"history {cases[1]}", before - 1)]


def test_a_history_written_anew_shows_although_every_hash_in_the_database_fits(
    engine: Engine, cases: list[str], heads: Path
) -> None:
    write_audit_heads(engine, file=heads)
    known = length(engine, cases[2])
    rewrite(engine, cases[2], "UPDATE history SET resource = 'nobody' WHERE case_id = {of_case} AND sequence = 1")
    assert found(engine, heads) == [(f"history {cases[2]}", known)]
    complete(engine, cases[2])
    assert found(engine, heads) == [(f"history {cases[2]}", known)]


def test_a_case_that_was_taken_out_whole_shows(engine: Engine, cases: list[str], heads: Path) -> None:
    write_audit_heads(engine, file=heads)
    gone = cases[0]
    of_case = f"(SELECT id FROM cases WHERE reference = '{gone}')"
    of_items = f"(SELECT id FROM work_items WHERE case_id = {of_case})"
    break_it(engine, f"DELETE FROM work_item_groups WHERE work_item_id IN {of_items}")
    of_cases = [table.name for table in Row.metadata.sorted_tables if "case_id" in table.columns]
    statements = [f"DELETE FROM {table} WHERE case_id = {of_case}" for table in reversed(of_cases)]
    break_it(engine, *statements, f"DELETE FROM cases WHERE reference = '{gone}'")
    assert found(engine, heads) == [(f"history {gone}", 0)]


def test_entries_added_behind_the_engines_back_show_before_they_are_a_head(
    engine: Engine, cases: list[str], heads: Path
) -> None:
    write_audit_heads(engine, file=heads)
    complete(engine, cases[0])
    known = read_heads(heads).heads[f"history {cases[0]}"].sequence
    changed = f"UPDATE history SET resource = 'nobody' WHERE sequence = {known + 1}"
    break_it(engine, changed)
    assert found(engine, heads) == [(f"history {cases[0]}", length(engine, cases[0]))]


def test_erasure_is_silent_and_what_it_left_has_a_head_of_its_own(
    engine: Engine, cases: list[str], heads: Path
) -> None:
    one, other, third = cases
    complete(engine, one)
    write_audit_heads(engine, file=heads)
    cancel_case(engine, reference=other, reason="x", actor=OPERATOR)
    for reference in (one, other):
        erase_case(engine, reference=reference, reason="x", actor=OPERATOR)
    checked = look(engine, heads)
    assert checked.faults == ()
    assert {head.chain for head in checked.grown} == {f"history {one} erased", f"history {other} erased"}
    assert compare_audit(engine, files=[heads]) == ()
    add_heads(heads, checked.grown, at=engine.clock.now(), known=read_heads(heads))
    assert read_heads(heads).disputed == ()
    assert look(engine, heads) == HistoriesChecked(faults=(), grown=())
    rewrite(engine, one, "UPDATE history SET element = 'x' WHERE case_id = {of_case} AND sequence = 1")
    assert [chain for chain, _ in found(engine, heads)] == [f"history {one} erased"]
    assert length(engine, third)


def test_a_change_before_the_erasure_shows_after_it(engine: Engine, cases: list[str], heads: Path) -> None:
    complete(engine, cases[0])
    write_audit_heads(engine, file=heads)
    rewrite(engine, cases[0], "UPDATE history SET element = 'x' WHERE case_id = {of_case} AND sequence = 1")
    erase_case(engine, reference=cases[0], reason="x", actor=OPERATOR)
    assert [chain for chain, _ in found(engine, heads)] == [f"history {cases[0]} erased"]


def test_a_history_that_only_says_that_it_is_erased_shows(engine: Engine, cases: list[str], heads: Path) -> None:
    complete(engine, cases[0])
    write_audit_heads(engine, file=heads)
    rewrite(engine, cases[0], "UPDATE history SET resource = '1' WHERE case_id = {of_case}")
    break_it(engine, f"UPDATE cases SET erased_at = started_at WHERE reference = '{cases[0]}'")
    assert [chain for chain, _ in found(engine, heads)] == [f"history {cases[0]} erased"]
