"""What a killed worker had is taken up by the next within a minute, with the lease and the sweep as they are."""

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine import CaseStatus, open_engine, read_case
from tests.engine.small_services import SERVED, deploy_small, start_small
from tests.engine.test_kill import serving, wait_until

PROMISED_S = 60


@pytest.mark.nightly
def test_the_job_of_a_killed_worker_is_taken_up_within_a_minute(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    effects = tmp_path / "effects"
    with ExitStack() as dying, ExitStack() as living:
        dying.enter_context(serving(database_url, tmp_path, minutes=0, mode="block"))
        wait_until(effects.exists)
        living.enter_context(serving(database_url, tmp_path, minutes=0, mode="go"))
        wait_until((tmp_path / "serves-go").exists)
        dying.close()
        killed_at = time.monotonic()
        wait_until(lambda: len(effects.read_text().split()) == 2)
        assert time.monotonic() - killed_at <= PROMISED_S
        wait_until(lambda: read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED)
    assert len(set(effects.read_text().split())) == 1
    engine.close()
