"""Processes that are killed at random moments under load lose nothing, double nothing and leave nothing half done."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def kill(url: str, folder: Path, *, seed: int, kills: int, cases: int) -> dict[str, object]:
    """Kill servers and workers, and return what was told when all was done."""
    numbers = [str(number) for number in (seed, kills, cases)]
    command = [sys.executable, "-m", "tests.engine.reliability.killing", url, str(folder), *numbers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_dozen_kills_under_load(database_url: str, tmp_path: Path) -> None:
    told = kill(database_url, tmp_path, seed=1, kills=12, cases=120)
    assert (told["done"], told["faults"]) == (True, [])
    assert told["kills_under_load"]
    assert told["keys"] == 120


def test_the_database_server_is_stopped_at_once_and_started_again_under_load(tmp_path: Path) -> None:
    told = kill("own", tmp_path, seed=3, kills=6, cases=20)
    assert (told["done"], told["faults"]) == (True, [])
    assert told["restarts"]
    assert told["keys"] == 20


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(5))
def test_hundreds_of_kills_under_load(database_url: str, tmp_path: Path, seed: int) -> None:
    told = kill(database_url, tmp_path, seed=100 + seed, kills=100, cases=1_000)
    assert (told["done"], told["faults"]) == (True, [])
    assert told["kills_under_load"]
    assert told["keys"] == 1_000


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_kills_with_the_database_server_among_them(tmp_path: Path, seed: int) -> None:
    told = kill("own", tmp_path, seed=200 + seed, kills=100, cases=500)
    assert (told["done"], told["faults"]) == (True, [])
    assert told["keys"] == 500
