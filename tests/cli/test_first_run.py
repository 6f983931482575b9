"""Whoever waits for the compiler is told."""

from pathlib import Path

import pytest
from numba import config

from cli.first_run import say_if_first


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import analysis.simulation.compiling  # noqa: F401 - it sets the folder that is replaced here

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(config, "DISABLE_JIT", 0)
    return tmp_path


def test_the_first_simulation_on_a_machine_is_announced(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say_if_first()
    out, err = capsys.readouterr()
    assert out == ""
    assert "compiled once" in err
    assert list(kept.iterdir()) == []


def test_later_ones_are_not(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "simulation_1").mkdir()
    (kept / "simulation_1" / "kernel.replicate-44.py311.nbi").touch()
    say_if_first()
    assert capsys.readouterr().err == ""
