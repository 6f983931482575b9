"""Analyses: asked for once however often, done by a job, and asked for again when they failed."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from engine import (
    AnalysisStatus,
    Engine,
    Json,
    NotFoundError,
    cancel_analysis,
    find_incidents,
    read_analysis,
    read_analysis_part,
    request_analysis,
    run_due_jobs,
)
from engine.jobs.lease import take_job
from engine.jobs.watching import Watch
from engine.ports import AnalysisResult, AnalysisStopped, AnalysisWatch
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
    with pytest.raises(NotFoundError):
        cancel_analysis(engine, key="none")
    with pytest.raises(NotFoundError):
        read_analysis_part(engine, key="none", part="pdf")


def _with(engine: Engine, handler: Callable[[Mapping[str, Json], AnalysisWatch], "Json | AnalysisResult"]) -> Engine:
    """Return the same engine, where "double" is done otherwise."""
    return replace(engine, analyses={"double": handler})


def test_what_is_large_is_kept_apart_and_made_anew_with_the_rest(engine: Engine) -> None:
    made = iter(range(2))

    def large(_: object, __: object) -> AnalysisResult:
        return AnalysisResult(value="small", parts={"pdf": f"edition {next(made)}"})

    ask(engine)
    run_due_jobs(_with(engine, large), worker="w")
    assert read_analysis(engine, key="k").result == "small"
    assert read_analysis_part(engine, key="k", part="pdf") == "edition 0"
    with engine.database.writing() as work:
        work.analyses.mark("k", AnalysisStatus.FAILED, at=engine.clock.now())
    ask(engine)
    run_due_jobs(_with(engine, large), worker="w")
    assert read_analysis_part(engine, key="k", part="pdf") == "edition 1"
    with pytest.raises(NotFoundError):
        read_analysis_part(engine, key="k", part="xlsx")


def test_how_far_it_is_can_be_read_while_it_runs(engine: Engine) -> None:
    seen = []

    def slow(_: object, watch: AnalysisWatch) -> Json:
        watch.progress(1, 4)
        seen.append(read_analysis(engine, key="k"))
        return "done"

    ask(engine)
    run_due_jobs(_with(engine, slow), worker="w")
    assert [(one.state, one.progress, one.result) for one in seen] == [(AnalysisStatus.RUNNING, 0.25, None)]
    assert read_analysis(engine, key="k").progress is None


def test_one_that_is_cancelled_while_it_runs_is_told_to_stop(engine: Engine) -> None:
    def endless(_: object, __: AnalysisWatch) -> Json:
        watch = Watch(engine, "k", pause_s=0.0)
        assert not watch.should_stop()
        assert cancel_analysis(engine, key="k").state is AnalysisStatus.CANCELLED
        assert watch.should_stop()
        raise AnalysisStopped

    ask(engine)
    assert run_due_jobs(_with(engine, endless), worker="w") == 1
    assert read_analysis(engine, key="k").state is AnalysisStatus.CANCELLED
    assert run_due_jobs(engine, worker="w") == 0


def test_a_result_that_comes_after_cancelling_is_not_kept(engine: Engine) -> None:
    def deaf(_: object, __: AnalysisWatch) -> AnalysisResult:
        cancel_analysis(engine, key="k")
        return AnalysisResult(value="too late", parts={"pdf": "too late"})

    ask(engine)
    run_due_jobs(_with(engine, deaf), worker="w")
    assert (found := read_analysis(engine, key="k")).state is AnalysisStatus.CANCELLED
    assert found.result is None
    with pytest.raises(NotFoundError):
        read_analysis_part(engine, key="k", part="pdf")


def test_one_that_is_cancelled_before_its_turn_is_never_begun_and_can_be_asked_again(engine: Engine) -> None:
    ask(engine)
    cancel_analysis(engine, key="k")
    assert run_due_jobs(engine, worker="w") == 1
    assert read_analysis(engine, key="k").state is AnalysisStatus.CANCELLED
    assert ask(engine) is AnalysisStatus.WAITING
    run_due_jobs(engine, worker="w")
    assert read_analysis(engine, key="k").state is AnalysisStatus.DONE
    assert cancel_analysis(engine, key="k").state is AnalysisStatus.DONE
