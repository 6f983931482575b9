# ruff: noqa: S608 - every statement is written out in this file
"""Chains against their heads: what is cut off, rewritten or changed shows; what has only grown does not."""

from pathlib import Path

import pytest

from engine import AuditHeadsError, Engine, audit_entries, compare_audit, verify_audit, write_audit_heads
from engine.audit_heads.chains import ChainsChecked, check_chains
from engine.audit_heads.files import read_heads
from engine.store.audit import audit_hash
from engine.values import AuditEntry
from tests.engine.damage import break_it
from tests.engine.small_services import CHECKED, deploy_small, start_small


def furnish(engine: Engine, number: int = 3) -> list[str]:
    """Cases with a chain each, in the order in which the database has the names; the first stands for all."""
    deploy_small(engine, CHECKED)
    for key in range(number):
        start_small(engine, key=str(key))
    with engine.database.writing() as work:
        for chain in [head.chain for head in work.audit_heads.after("", limit=100)]:
            work.audit.add(chain, time=engine.clock.now(), actor="a", action="look", subject="s", details={"n": 1})
        return [head.chain for head in work.audit_heads.after("", limit=100) if head.chain != "installation"]


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "heads"


def look(
    engine: Engine, file: Path | None, *, again: tuple[str, ...] = (), after: str = "", most: int
) -> ChainsChecked:
    known = None if file is None else read_heads(file).heads
    return check_chains(engine, known, again=again, after=after, most=most)


def found(checked: ChainsChecked) -> set[str]:
    return {fault.chain for fault in checked.faults}


def rewrite(engine: Engine, chain: str) -> None:
    """Write a whole chain anew, with another actor and hashes that fit."""
    previous = ""
    for entry in audit_entries(engine, chain=chain):
        values = {name: getattr(entry, name) for name in AuditEntry.__dataclass_fields__}
        values |= {"actor": "nobody", "previous": previous, "hash": ""}
        previous = audit_hash(AuditEntry(**values))
        change = f"actor = 'nobody', previous = '{values['previous']}', hash = '{previous}'"
        break_it(engine, f"UPDATE audit SET {change} WHERE chain = '{chain}' AND sequence = {entry.sequence}")


def test_sound_chains_are_silent_however_they_grew(engine: Engine, heads: Path) -> None:
    deploy_small(engine, CHECKED)
    assert write_audit_heads(engine, file=heads) == 1
    chains = furnish(engine)
    assert compare_audit(engine) == ()
    assert compare_audit(engine, files=[heads]) == ()
    assert write_audit_heads(engine, file=heads) == 2 * len(chains) + 1  # a chain and a history each
    assert compare_audit(engine, files=[heads, heads]) == ()


@pytest.mark.parametrize("kept", [0, 1])
def test_a_chain_that_was_cut_off_shows_by_its_head_alone(engine: Engine, heads: Path, kept: int) -> None:
    chain, *_ = furnish(engine)
    write_audit_heads(engine, file=heads)
    break_it(engine, f"DELETE FROM audit WHERE chain = '{chain}' AND sequence > {kept}")
    assert verify_audit(engine) == ()
    (fault,) = compare_audit(engine, files=[heads])
    assert (fault.chain, fault.sequence) == (chain, kept)
    assert found(look(engine, heads, most=0)) == {chain}


def test_a_chain_that_was_written_anew_shows_by_its_head_alone(engine: Engine, heads: Path) -> None:
    chain, *_ = furnish(engine)
    write_audit_heads(engine, file=heads)
    rewrite(engine, chain)
    assert verify_audit(engine) == ()
    assert found(look(engine, heads, most=0)) == {chain}
    with engine.database.writing() as work:
        work.audit.add(chain, time=engine.clock.now(), actor="a", action="look", subject="s")
    assert found(look(engine, heads, most=0)) == {chain}
    assert {fault.chain for fault in compare_audit(engine, files=[heads])} == {chain}


def test_what_is_new_is_hashed_at_once_and_what_is_old_when_it_comes_round(engine: Engine, heads: Path) -> None:
    first, second, third = furnish(engine)
    write_audit_heads(engine, file=heads)
    break_it(engine, f"UPDATE audit SET actor = 'x' WHERE chain = '{third}' AND sequence = 1")
    seen: list[set[str]] = []
    after = ""
    for _ in range(4):
        checked = look(engine, heads, after=after, most=1)
        after = checked.after
        seen.append(found(checked))
    assert sorted(map(sorted, seen)) == [[], [], [], [third]]
    assert found(look(engine, heads, again=(third,), most=0)) == {third}
    with engine.database.writing() as work:
        for chain in (first, second):
            work.audit.add(chain, time=engine.clock.now(), actor="a", action="look", subject="s")
    break_it(engine, f"UPDATE audit SET actor = 'x' WHERE chain = '{second}' AND sequence = 3")
    checked = look(engine, heads, most=0)
    assert found(checked) == {second}
    assert [head.chain for head in checked.grown] == [first]


def test_each_chain_comes_round_however_few_are_hashed_at_a_time(engine: Engine, heads: Path) -> None:
    chains = furnish(engine, number=5)
    write_audit_heads(engine, file=heads)
    break_it(engine, "UPDATE audit SET actor = 'x' WHERE sequence = 1")
    for file in (heads, None):
        told: set[str] = set()
        after = ""
        for _ in range(3):
            checked = look(engine, file, after=after, most=2)
            told |= found(checked)
            after = checked.after
        assert told == {*chains, "installation"}
        assert after == ""


def test_a_file_that_is_not_there_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(AuditHeadsError, match="no file"):
        compare_audit(engine, files=[tmp_path / "none"])
