"""A worker that dies at any database call while it makes a certificate: afterwards there is one, whole."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_certificate_is_made_once_wherever_its_worker_dies(tmp_path: Path, sqlite_url: str, step: int) -> None:
    folder = tmp_path / "begun"
    folder.mkdir()
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), folder / "ortoo.db")
    command = [sys.executable, "-m", "tests.engine.documents.crash_while_certifying", str(folder), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(done.stdout)
    whole = {"status": "completed", "papers": 1, "certified": True, "damaged": 0, "broken": 0, "left over": 0}
    assert told["calls"] > 30
    assert [place for place, found in enumerate(told["found"], 1) if found != whole] == []
