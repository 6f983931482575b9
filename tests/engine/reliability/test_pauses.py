"""A worker that is stopped in the middle of a job, and wakes after another has done it, changes nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import CaseStatus, find_incidents, open_engine, read_case
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import SERVED, deploy_small, start_small
from tests.engine.test_kill import ROOT, serving, wait_until


@contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    try:
        yield process
    finally:
        process.kill()  # also where it is stopped
        process.wait()


def test_a_paused_worker_that_wakes_cannot_overwrite(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    effects, said = tmp_path / "effects", tmp_path / "said"
    command = [sys.executable, "-m", "tests.engine.serve_jobs", database_url, str(tmp_path), "0", "wait"]
    with said.open("w") as errors, _ended(subprocess.Popen(command, cwd=ROOT, stderr=errors)) as paused:
        wait_until(effects.exists)
        paused.send_signal(signal.SIGSTOP)
        with serving(database_url, tmp_path, minutes=1, mode="go"):
            wait_until(lambda: read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED)
        before = read_case(engine, reference=reference)
        (tmp_path / "go").touch()
        paused.send_signal(signal.SIGCONT)
        wait_until(lambda: "nothing of it was applied" in said.read_text())
    assert read_case(engine, reference=reference) == before
    assert [one.lifecycle for one in before.timeline if one.element == "Serve"].count("complete") == 1
    keys = effects.read_text().split()
    assert (len(keys), len(set(keys))) == (2, 1)
    assert find_incidents(engine).total == 0
    assert faults_of_all(engine) == []
    engine.close()
