"""Connectors in processes of their own: what is done there is as if it were done here, and never costs the worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from multiprocessing import Pipe
from pathlib import Path

import pytest

from cli.risks import warn_of_risks
from engine import Engine, find_incidents, open_engine, run_due_jobs
from engine.connectors import connectors
from engine.connectors.confined import Bounds, confined, memory
from engine.connectors.confined.bounds import Orders
from engine.connectors.settings import ConnectorSettings
from engine.ports import BpmnErrorThrown, JobRequest, ServiceTaskHandler, TaskFailure, TaskResult
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.connectors.greedy import TOPICS
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task, start_small
from tests.engine.test_kill import PATIENCE_S, wait_until

FACTORY = "tests.engine.connectors.greedy:greedy_connectors"
ELSEWHERE = "tests.engine.connectors.greedy:greedy_connectors_elsewhere"
ROOT = Path(__file__).resolve().parents[3]


def request(topic: str, **inputs: Json) -> JobRequest:
    return JobRequest(topic=topic, inputs=inputs, headers={}, idempotency_key="job-1", case_reference="R")


@pytest.fixture(scope="module")
def handlers() -> Iterator[Mapping[str, ServiceTaskHandler]]:
    settings = ConnectorSettings(public_address="https://ortoo.example.mn")
    with confined(settings, bounds=Bounds(memory_bytes=200 * 1024 * 1024), topics=TOPICS, factory=FACTORY) as them:
        yield them


def variables(handlers: Mapping[str, ServiceTaskHandler], topic: str, **inputs: Json) -> Mapping[str, Json]:
    result = handlers[topic](request(topic, **inputs))
    assert isinstance(result, TaskResult)
    return result.variables


@contextmanager
def in_little_time(factory: str) -> Iterator[tuple[Mapping[str, ServiceTaskHandler], Json, int]]:
    """Give connectors that may take little time for a call, the process that is at work, and how much time that is."""
    for whole_s in (3, 15, 75):  # the first call is not done before the process has started, on a busy machine too
        with confined(ConnectorSettings(), bounds=Bounds(whole_s=whole_s), topics=TOPICS, factory=factory) as handlers:
            try:
                at_work = variables(handlers, "modest")["process"]
            except TaskFailure:
                continue
            yield handlers, at_work, whole_s
            return
    pytest.fail("no process was ever started in time")


def is_there(process: Json) -> bool:
    return Path(f"/proc/{process}").exists()


def test_a_call_is_made_in_another_process_which_is_kept_for_the_next(
    handlers: Mapping[str, ServiceTaskHandler],
) -> None:
    first = variables(handlers, "modest", fee=Decimal("0.10"), names=["А", None])
    assert first["given"] == {"fee": Decimal("0.10"), "names": ["А", None]}
    assert first["key"] == "job-1"
    assert first["process"] != os.getpid()
    assert variables(handlers, "modest")["process"] == first["process"]


def test_the_process_knows_what_the_installation_decides(handlers: Mapping[str, ServiceTaskHandler]) -> None:
    assert variables(handlers, "public_address") == {"address": "https://ortoo.example.mn"}


def test_what_goes_wrong_is_told_as_it_would_be_here(handlers: Mapping[str, ServiceTaskHandler]) -> None:
    for retry in (True, False):
        with pytest.raises(TaskFailure, match="No such company") as failed:
            handlers["failing"](request("failing", retry=retry))
        assert failed.value.retry is retry
    with pytest.raises(BpmnErrorThrown, match="Ger is taken") as thrown:
        handlers["refusing"](request("refusing", name="Ger"))
    assert thrown.value.code == "TAKEN"
    with pytest.raises(TaskFailure, match="KeyError: 'missing'") as fault:
        handlers["faulty"](request("faulty"))
    assert fault.value.retry


def test_one_that_eats_all_memory_is_cut_off_and_the_next_call_is_made(
    handlers: Mapping[str, ServiceTaskHandler],
) -> None:
    with pytest.raises(TaskFailure, match="more than 200 MB of memory") as failed:
        handlers["greedy"](request("greedy"))
    assert not failed.value.retry
    assert variables(handlers, "modest")["process"] != os.getpid()


@pytest.fixture
def handlers_elsewhere() -> Iterator[Mapping[str, ServiceTaskHandler]]:
    """What there is where the system does not bound memory."""
    bounds = Bounds(memory_bytes=200 * 1024 * 1024)
    with confined(ConnectorSettings(), bounds=bounds, topics=TOPICS, factory=ELSEWHERE) as them:
        yield them


def test_where_the_system_bounds_no_memory_one_that_eats_it_is_ended_all_the_same(
    handlers_elsewhere: Mapping[str, ServiceTaskHandler],
) -> None:
    first = variables(handlers_elsewhere, "modest")["process"]
    with pytest.raises(TaskFailure, match="more than 200 MB of memory") as failed:
        handlers_elsewhere["greedy"](request("greedy"))
    assert not failed.value.retry
    assert not is_there(first)
    assert variables(handlers_elsewhere, "modest")["process"] != first


def test_where_the_system_bounds_no_memory_time_is_bounded_as_well() -> None:
    with in_little_time(ELSEWHERE) as (handlers, at_work, whole_s):
        with pytest.raises(TaskFailure, match=f"not done within {whole_s} s") as failed:
            handlers["patient"](request("patient"))
        assert failed.value.retry
        assert not is_there(at_work)


def test_where_the_system_bounds_no_memory_the_operator_is_told_at_the_start(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warn_of_risks(engine)
    assert "memory" not in capsys.readouterr().err
    monkeypatch.setattr(memory, "_STATUS", Path("/nowhere/statm"))
    warn_of_risks(engine)
    assert "does not bound the memory of one process" in capsys.readouterr().err


def test_one_that_breaks_down_is_a_failure_that_is_tried_again(handlers: Mapping[str, ServiceTaskHandler]) -> None:
    with pytest.raises(TaskFailure, match=f"broke down .*-{int(signal.SIGABRT)}") as failed:
        handlers["deadly"](request("deadly"))
    assert failed.value.retry


def test_one_that_hangs_is_cut_off_and_nothing_is_left_of_it() -> None:
    with in_little_time(FACTORY) as (handlers, process_at_work, whole_s):
        with pytest.raises(TaskFailure, match=f"not done within {whole_s} s") as failed:
            handlers["patient"](request("patient"))
        assert failed.value.retry
        assert not is_there(process_at_work)


def test_calls_at_once_are_made_in_as_many_processes_and_two_of_these_stay(
    handlers: Mapping[str, ServiceTaskHandler],
) -> None:
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda number: variables(handlers, "modest", number=number), range(12)))
    assert [one["given"] for one in done] == [{"number": number} for number in range(12)]
    assert sum(map(is_there, {one["process"] for one in done})) <= 2


def test_at_the_end_no_process_is_left() -> None:
    with confined(ConnectorSettings(), topics=TOPICS, factory=FACTORY) as handlers:
        process_at_work = variables(handlers, "modest")["process"]
    assert not is_there(process_at_work)


def test_a_killed_worker_leaves_no_process_in_the_middle_of_a_call() -> None:
    program = (
        "from engine.connectors.confined import confined\n"
        "from engine.connectors.settings import ConnectorSettings\n"
        "from tests.engine.connectors.test_confined import FACTORY, TOPICS, request\n"
        "with confined(ConnectorSettings(), topics=TOPICS, factory=FACTORY) as handlers:\n"
        "    print(handlers['modest'](request('modest')).variables['process'], flush=True)\n"
        "    handlers['patient'](request('patient'))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as worker:
        try:
            assert worker.stdout is not None
            process_at_work = int(worker.stdout.readline())
        finally:
            worker.kill()
    wait_until(lambda: not is_running(process_at_work))


@pytest.mark.parametrize("is_told", [True, False])
def test_a_process_whose_worker_is_gone_ends_without_a_word(*, is_told: bool) -> None:
    orders = Orders(settings=ConnectorSettings(), memory_bytes=200 * 1024 * 1024, factory=FACTORY)
    link, other = Pipe()
    command = [sys.executable, "-m", "engine.connectors.confined.serving", str(other.fileno())]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, pass_fds=(other.fileno(),)) as serving_one:
        other.close()
        try:
            if is_told:
                link.send(orders)
                link.send(request("modest"))
            link.close()
            _, said = serving_one.communicate(timeout=PATIENCE_S)
        finally:
            serving_one.kill()
    assert (serving_one.returncode, said) == (0, b"")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_topics_are_those_that_ortoo_brings() -> None:
    with confined(ConnectorSettings()) as handlers:
        assert set(handlers) == set(connectors())


def test_a_certificate_is_made_within_the_bounds() -> None:
    with confined(ConnectorSettings(public_address="https://ortoo.example.mn")) as handlers:
        asked = JobRequest(
            topic="certificate",
            inputs={"title": "Гэрчилгээ", "text": "Мөр\n" * 300},
            headers={},
            idempotency_key="job-1",
            case_reference="R",
        )
        made = handlers["certificate"](asked)
    assert isinstance(made, TaskResult)
    assert made.documents[0].content.startswith(b"%PDF-")


def test_memory_that_runs_out_is_an_incident_and_the_worker_does_the_next_job(
    database_url: str, handlers: Mapping[str, ServiceTaskHandler]
) -> None:
    clock = FakeClock()
    engine = open_engine(database_url, clock=clock, handlers=handlers)
    try:
        for topic in ("greedy", "modest"):
            deploy_small(engine, serving(topic), service=topic)
            start_small(engine, key=topic, service=topic)
        clock.advance(timedelta(seconds=1))
        assert run_due_jobs(engine, worker="w") == 2
        assert incidents(engine) == [("greedy", "The connector needed more than 200 MB of memory.")]
    finally:
        engine.close()


def serving(topic: str) -> bytes:
    return process(START_END + service_task("Do", topic) + flow("Start", "Do", "End"))


def incidents(engine: Engine) -> list[tuple[str, str]]:
    return [(one.service, one.message) for one in find_incidents(engine).items]
