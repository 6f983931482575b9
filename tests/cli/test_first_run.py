"""Whoever waits for the compiler is told."""

from pathlib import Path

import pytest

from analysis.simulation.keeping import file_of_kernel
from cli.first_run import say_if_first


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file in which a compiled kernel would be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    path = file_of_kernel()
    assert path is not None
    assert path.is_relative_to(tmp_path)
    return path


def test_the_first_simulation_on_a_machine_is_announced(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say_if_first()
    out, err = capsys.readouterr()
    assert out == ""
    assert "compiled once" in err
    assert not kept.exists()


def test_so_is_one_that_compiles_again_what_was_damaged(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(b"half of an object file")
    say_if_first()
    assert "is damaged" in capsys.readouterr().err


def test_others_are_not(kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    say_if_first()
    assert capsys.readouterr().err == ""
    assert not kept.exists()
