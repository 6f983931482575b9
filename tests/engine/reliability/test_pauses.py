"""A worker that is stopped in the middle of a job, and wakes after another has done it, changes nothing."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from engine import CaseStatus, Engine, StorageError, complete_work_item, find_incidents, open_engine, read_case
from tests.engine.hasty import hasty_engine
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import CHECKED, CLERK, SERVED, deploy_small, start_small
from tests.engine.test_kill import PATIENCE_S, ROOT, serving, wait_until


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


def test_who_is_paused_in_the_middle_of_a_command_holds_nobody_up_and_changes_nothing(
    postgresql_url: str,
) -> None:
    engine = open_engine(postgresql_url)
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    is_paused, goes_on = Event(), Event()

    def pause_in_the_middle(hasty: Engine) -> None:
        with hasty.database.writing() as work:
            case = work.cases.by_reference(reference, lock=True)
            assert case is not None
            is_paused.set()
            goes_on.wait(PATIENCE_S)
            work.cases.save(replace(case, data={"by": "the paused one"}))

    with hasty_engine(postgresql_url) as hasty, ThreadPoolExecutor(1) as pool:
        paused = pool.submit(pause_in_the_middle, hasty)
        try:
            assert is_paused.wait(PATIENCE_S)
            complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"by": "the clerk"})
        finally:
            goes_on.set()
        with pytest.raises(StorageError):
            paused.result(timeout=PATIENCE_S)
    assert read_case(engine, reference=reference).data == {"by": "the clerk"}
    assert faults_of_all(engine) == []
    engine.close()


def test_who_reads_everything_as_it_was_at_one_moment_may_take_any_time(
    postgresql_url: str,
) -> None:
    with hasty_engine(postgresql_url) as engine:
        with engine.database.reading_at_one_moment() as connection:
            time.sleep(1)
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        with engine.database.connection() as connection:
            time.sleep(1)
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
