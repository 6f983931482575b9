"""Analyses: asked for once however often, done by a job, and asked for again when they failed."""

import pytest

from engine import AnalysisStatus, Engine, NotFoundError, find_incidents, read_analysis, request_analysis, run_due_jobs
from engine.jobs.lease import take_job
from engine.store.records import Queue
from tests.engine.small_services import CLERK


def ask(engine: Engine, number: object = 21, kind: str = "double") -> AnalysisStatus:
    arguments = {"number": number}
    return request_analysis(engine, kind=kind, key="k", arguments=arguments, actor=CLERK).state  # type: ignore[arg-type]


def test_an_analysis_is_done_by_a_job(engine: Engine) -> None:
    assert ask(engine) is AnalysisStatus.WAITING
    assert read_analysis(engine, key="k").result is None
    run_due_jobs(engine, worker="w")
    done = read_analysis(engine, key="k")
    assert (done.state, done.result, done.kind) == (AnalysisStatus.DONE, {"doubled": 42}, "double")


def test_the_same_question_is_answered_once(engine: Engine) -> None:
    ask(engine)
    ask(engine)
    assert run_due_jobs(engine, worker="w") == 1
    assert ask(engine) is AnalysisStatus.DONE
    assert run_due_jobs(engine, worker="w") == 0


@pytest.mark.parametrize(("number", "kind", "said"), [("x", "double", "ValueError"), (1, "triple", '"triple"')])
def test_one_that_failed_says_why_and_can_be_asked_again(
    engine: Engine, number: object, kind: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    ask(engine, number, kind)
    run_due_jobs(engine, worker="w")
    failed = read_analysis(engine, key="k")
    assert failed.state is AnalysisStatus.FAILED
    assert said in failed.error
    assert find_incidents(engine).total == 0
    assert ask(engine, number, kind) is AnalysisStatus.WAITING
    assert run_due_jobs(engine, worker="w") == 1


def test_analyses_wait_in_a_queue_of_their_own(engine: Engine) -> None:
    ask(engine)
    assert take_job(engine, "w", (Queue.CASES,)) is None
    assert run_due_jobs(engine, worker="w", queues=(Queue.CASES,)) == 0
    assert run_due_jobs(engine, worker="w", queues=(Queue.ANALYSES,)) == 1


def test_an_analysis_nobody_asked_for_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        read_analysis(engine, key="none")
