"""A serving process that is killed in the middle of a case, and the next one that finishes it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import CaseStatus, check_data, complete_work_item, find_incidents, open_engine, read_case
from tests.engine.small_services import CLERK, WORKED, deploy_small, start_small

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def test_a_case_survives_kill_9_in_the_middle_of_a_service_task(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    deploy_small(engine, WORKED)
    reference = start_small(engine, number=7).reference
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})
    effects = tmp_path / "effects"
    with serving(database_url, tmp_path, minutes=0, mode="block"):
        wait_until(effects.exists)
    assert read_case(engine, reference=reference).summary.current == ("Serve",)
    with serving(database_url, tmp_path, minutes=1, mode="go"):
        wait_until(lambda: read_case(engine, reference=reference).summary.status is not CaseStatus.RUNNING)
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data == {"number": 7, "ok": True, "effect": "done"}
    done = [entry.element for entry in details.timeline if entry.lifecycle == "complete"]
    assert [done.count(element) for element in ("Check", "Serve", "Tell")] == [1, 1, 1]
    assert [entry.sequence for entry in details.timeline] == list(range(1, len(details.timeline) + 1))
    assert len(details.notices) == 1
    keys = effects.read_text().split()
    assert (len(keys), len(set(keys))) == (2, 1)
    assert find_incidents(engine).total == 0
    assert check_data(engine) == ()
    engine.close()


@contextmanager
def serving(database_url: str, folder: Path, *, minutes: int, mode: str) -> Iterator[None]:
    """Run a process that does jobs, and kill it at the end as nothing can be killed more."""
    command = [sys.executable, "-m", "tests.engine.serve_jobs", database_url, str(folder), str(minutes), mode]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again; another process needs the time it needs."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.02)
