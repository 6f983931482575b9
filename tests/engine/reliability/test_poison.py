"""A job that hangs, or fails again and again, holds up nobody else."""

from threading import Event

from engine import CaseStatus, Engine, JobLoop, find_incidents, open_engine, read_case
from engine.ports import JobRequest, TaskFailure
from engine.values import Json
from tests.engine.small_services import SERVED, TIMED, deploy_small, start_small
from tests.engine.test_kill import PATIENCE_S, wait_until


def test_healthy_cases_go_on_beside_jobs_that_hang_and_jobs_that_fail(database_url: str) -> None:
    is_over = Event()

    def hang(_: JobRequest, /) -> dict[str, Json]:
        is_over.wait(10 * PATIENCE_S)
        return {}

    def fail(_: JobRequest, /) -> dict[str, Json]:
        reason = "poison"
        raise TaskFailure(reason, retry=False)

    engine = open_engine(database_url, handlers={"effect": lambda _: {}, "hang": hang, "fail": fail})
    for topic in ("effect", "hang", "fail"):
        deploy_small(engine, SERVED.replace(b'type="effect"', f'type="{topic}"'.encode()), service=topic)
    deploy_small(engine, TIMED.replace(b"PT1H", b"PT1S"), service="timed")
    hanging = [start_small(engine, key=f"h{number}", service="hang").reference for number in range(2)]
    loop = JobLoop(engine, poll_s=0.05)
    loop.start()
    try:
        for number in range(3):
            start_small(engine, key=f"f{number}", service="fail")
        healthy = [
            start_small(engine, key=f"{service}{number}", service=service).reference
            for number in range(5)
            for service in ("effect", "timed")
        ]
        wait_until(lambda: all(_status(engine, one) is CaseStatus.COMPLETED for one in healthy))
        assert {_status(engine, one) for one in hanging} == {CaseStatus.RUNNING}
        wait_until(lambda: find_incidents(engine).total == 3)
    finally:
        is_over.set()  # otherwise they would hang in this process to its end, and it with them
    wait_until(lambda: all(_status(engine, one) is CaseStatus.COMPLETED for one in hanging))
    loop.stop()
    engine.close()


def _status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status
