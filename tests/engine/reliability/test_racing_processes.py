"""Two processes that give opposite commands to the same cases at the same moment: each case comes to one end."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engine import (
    CaseDetails,
    CaseStatus,
    Engine,
    find_incidents,
    open_engine,
    read_case,
    run_due_jobs,
    verify_audit,
)
from engine.ports import JobRequest, TaskFailure
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.reliability.racing import STARTED_AT
from tests.engine.small_services import DEADLINE, SERVED, WAITING_FOR_ANSWER, WORKED, deploy_small, start_small
from tests.engine.test_kill import PATIENCE_S

ROOT = Path(__file__).resolve().parents[3]
CASES = 20
Racer = subprocess.Popen[str]


@contextmanager
def racers(url: str) -> Iterator[list[Racer]]:
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.engine.reliability.racing", url, str(side)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for side in range(2)
        ]
        for one in both:
            stack.callback(one.kill)  # however the race ends: nobody waits for one that hangs
        for one in both:
            assert told(one) == "ready"
        yield both
        for one in both:
            assert one.stdin is not None
            one.stdin.close()
            one.wait(timeout=PATIENCE_S)


def told(one: Racer) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def race(both: Sequence[Racer], name: str, *targets: Sequence[str]) -> list[tuple[Json, ...]]:
    """Let two processes race for one case after another, and return what became of each pair of commands."""
    outcomes = []
    for pair in zip(*targets, strict=True):
        for one, target in zip(both, pair, strict=True):
            assert one.stdin is not None
            one.stdin.write(json.dumps({"race": name, "target": target}) + "\n")
            one.stdin.flush()
        outcomes.append(tuple(json.loads(told(one)) for one in both))
    return outcomes


def _failing(request: JobRequest, /) -> Mapping[str, Json]:
    raise TaskFailure(f"No answer for {request.case_reference}.", retry=False)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine whose clock is two hours behind that of the racers."""
    opened = open_engine(database_url, clock=FakeClock(STARTED_AT), handlers={"effect": _failing})
    yield opened
    opened.close()


def begun(engine: Engine, service: str, model: bytes) -> list[str]:
    deploy_small(engine, model, service=service)
    return [
        start_small(engine, key=f"{service}-{number}", service=service, number=str(number)).reference
        for number in range(CASES)
    ]


def done(details: CaseDetails) -> list[str]:
    return [entry.element for entry in details.timeline if entry.lifecycle == "complete"]


def completion_against_migration(engine: Engine, both: Sequence[Racer]) -> None:
    cases = begun(engine, "moved", WORKED)
    deploy_small(engine, WORKED.replace(b"It is done.", b"It is all done."), service="moved")
    items = [read_case(engine, reference=one).open_items[0].id for one in cases]
    assert race(both, "completion against migration", items, cases) == [("done", True)] * CASES
    for reference in cases:
        details = read_case(engine, reference=reference)
        assert (details.summary.version, details.summary.current) == (2, ("Serve",))
        assert done(details).count("Check") == 1


def message_against_cancellation(engine: Engine, both: Sequence[Racer]) -> None:
    cases = begun(engine, "answered", WAITING_FOR_ANSWER)
    numbers = [str(number) for number in range(CASES)]
    outcomes = race(both, "message against cancellation", numbers, cases)
    for reference, outcome in zip(cases, outcomes, strict=True):
        details = read_case(engine, reference=reference)
        is_taken = details.summary.status is CaseStatus.COMPLETED
        assert outcome == ((1, "CaseEndedError") if is_taken else (0, "done"))
        assert ("Wait" in done(details)) == is_taken
        assert is_taken or details.summary.status is CaseStatus.CANCELLED


def timer_against_completion(engine: Engine, both: Sequence[Racer]) -> None:
    cases = begun(engine, "lapsing", DEADLINE)
    items = [read_case(engine, reference=one).open_items[0].id for one in cases]
    outcomes = race(both, "timer against completion", cases, items)
    for reference, (_, of_clerk) in zip(cases, outcomes, strict=True):
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert ("End" in done(details)) != ("Lapsed" in done(details))
        assert of_clerk == ("AlreadyDoneError" if "Lapsed" in done(details) else "done")


def retry_against_giving_up(engine: Engine, both: Sequence[Racer]) -> None:
    cases = begun(engine, "served", SERVED)
    while run_due_jobs(engine, worker="w"):
        pass
    incidents = {one.case_reference: one.id for one in find_incidents(engine, service="served", size=100).items}
    ids = [incidents[reference] for reference in cases]
    outcomes = race(both, "retry against giving up", ids, ids)
    for reference, (of_retry, of_giving_up) in zip(cases, outcomes, strict=True):
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert done(details).count("Serve") == done(details).count("End") == 1
        assert of_retry in {0, 1, "IncidentOverError"}
        assert of_giving_up in {"done", "IncidentOverError", "CaseEndedError"}
    assert find_incidents(engine, service="served").total == 0


RACES: Sequence[Callable[[Engine, Sequence[Racer]], None]] = (
    message_against_cancellation,
    timer_against_completion,
    retry_against_giving_up,
    completion_against_migration,
)


def test_two_processes_that_want_different_things_of_the_same_cases_come_to_one_end_each(
    database_url: str, engine: Engine
) -> None:
    with racers(database_url) as both:
        for run in RACES:
            run(engine, both)
            assert faults_of_all(engine) == []
    assert verify_audit(engine) == ()
