"""Files of heads: added to, read back, kept small, and suspicious of what does not fit."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import AuditHeadsError
from engine.audit_heads import files
from engine.audit_heads.files import KnownHeads, add_heads, read_heads, write_heads
from engine.audit_heads.values import AuditHead

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def head(chain: str, sequence: int, digest: str = "") -> AuditHead:
    return AuditHead(chain=chain, sequence=sequence, hash=digest or f"{chain}-{sequence}")


def add(file: Path, *heads: AuditHead) -> None:
    add_heads(file, heads, at=NOW, known=read_heads(file))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "heads.jsonl"


def test_of_several_lines_the_last_counts_and_a_missing_file_says_nothing(file: Path) -> None:
    assert read_heads(file) == KnownHeads()
    add(file, head("a", 1), head("b", 4))
    add(file, head("a", 3))
    add(file)
    known = read_heads(file)
    assert dict(known.heads) == {"a": head("a", 3), "b": head("b", 4)}
    assert (known.lines, known.disputed) == (3, ())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_cut_off_by_a_crash_does_not_count_and_the_next_takes_its_place(file: Path, cut: int) -> None:
    add(file, head("a", 1))
    whole = file.read_bytes()
    add(file, head("a", 2))
    file.write_bytes(file.read_bytes()[: len(whole) + cut])
    assert dict(read_heads(file).heads) == {"a": head("a", 1)}
    add(file, head("a", 3))
    assert dict(read_heads(file).heads) == {"a": head("a", 3)}
    assert file.read_bytes().startswith(whole)


@pytest.mark.parametrize("later", [head("a", 2), head("a", 5, "another")])
def test_a_line_that_contradicts_an_earlier_one_is_told_and_does_not_count(file: Path, later: AuditHead) -> None:
    add(file, head("a", 5), later)
    known = read_heads(file)
    assert known.disputed == ("a",)
    assert known.heads["a"] == head("a", 5)


@pytest.mark.parametrize(
    "line", [b"nonsense", b"[]", b'{"chain": "a"}', b'{"chain": "a", "sequence": null, "hash": 1}']
)
def test_what_is_no_head_is_refused_with_its_line(file: Path, line: bytes) -> None:
    add(file, head("a", 1))
    file.write_bytes(file.read_bytes() + line + b"\n")
    with pytest.raises(AuditHeadsError, match="line 2"):
        read_heads(file)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditHeadsError, match="File exists"):
        add(tmp_path / "file" / "heads", head("a", 1))
    with pytest.raises(AuditHeadsError, match="File exists"):
        write_heads(tmp_path / "file" / "heads", [head("a", 1)], at=NOW)
    with pytest.raises(AuditHeadsError, match="Is a directory"):
        read_heads(tmp_path)


def test_it_is_written_anew_when_most_lines_are_overtaken_and_what_it_was_is_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_SPARE_LINES", 5)
    for number in range(1, 9):
        add(file, head("a", number))
    assert read_heads(file).lines == 8
    add(file, head("a", 9))
    known = read_heads(file)
    assert (known.lines, known.heads["a"]) == (2, head("a", 9))
    assert read_heads(file.with_name("heads.jsonl.old")).lines == 8


@settings(max_examples=30)
@given(
    rounds=st.lists(
        st.dictionaries(st.text(max_size=3), st.integers(1, 9), max_size=3),
        max_size=8,
    )
)
def test_whatever_is_added_in_order_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, int]]
) -> None:
    file = tmp_path_factory.mktemp("heads") / "heads"
    reached: dict[str, int] = {}
    for growth in rounds:
        grown = {chain: reached.get(chain, 0) + number for chain, number in growth.items()}
        add(file, *(head(chain, number) for chain, number in grown.items()))
        reached |= grown
    known = read_heads(file)
    assert {chain: one.sequence for chain, one in known.heads.items()} == reached
    assert known.disputed == ()
