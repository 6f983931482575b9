from pathlib import Path

import pytest

from bpmn import read_model
from engine.errors import NotExecutableError
from engine.simulated import run_model
from engine.tokens import compile_process
from tests.engine.tokens.diagrams import flow, model, path

ORDER = (
    '<startEvent id="s" name="Begin"/><userTask id="a"/><serviceTask id="b"/><exclusiveGateway id="x" default="x-no"/>'
    '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>'
    '</intermediateCatchEvent><endEvent id="yes"/><endEvent id="no"/>'
    + path("s", "a", "b", "x") + flow("x", "t", "ok") + path("t", "yes") + flow("x", "no")
)  # fmt: skip


def test_user_tasks_take_their_answers_and_timers_pass_at_once() -> None:
    result = run_model(model(ORDER), data={"n": 1}, answers={"a": {"ok": True}}).as_json()
    assert set(result) == {"status", "trace", "data", "errors", "waiting"}
    assert result["status"] == "completed"
    assert result["data"] == {"n": 1, "ok": True}
    trace = result["trace"]
    assert isinstance(trace, list)
    assert [entry["element"] for entry in trace] == ["s", "a", "b", "t", "yes"]
    assert trace[0] == {
        "element": "s",
        "name": "Begin",
        "type": "startEvent",
        "process": "p",
        "time": "2026-01-05T09:00:00+00:00",
    }
    assert trace[-1]["time"] == "2026-01-06T09:00:00+00:00"


def test_without_answers_the_default_flow_is_taken() -> None:
    assert [step.element for step in run_model(model(ORDER)).trace] == ["s", "a", "b", "no"]


def test_a_gateway_without_a_flow_is_an_error_that_names_it() -> None:
    result = run_model(
        model('<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/>' + path("s", "x") + flow("x", "a", "ok"))
    )
    assert result.status == "error"
    assert "(x)" in str(result.errors[0])


def test_what_is_waited_for_is_listed() -> None:
    result = run_model(
        model(
            '<startEvent id="s"/><receiveTask id="r" messageRef="M"/>' + path("s", "r"),
            more='<message id="M" name="Paid"/>',
        )
    )
    assert result.status == "waiting"
    assert (result.waiting[0]["element"], result.waiting[0]["kind"], result.waiting[0]["event"]) == (
        "r",
        "receive",
        "Paid",
    )


def test_a_deadlock_is_waiting_at_its_join() -> None:
    body = '<startEvent id="s"/><exclusiveGateway id="x" default="x-j"/><task id="a"/><parallelGateway id="j"/>'
    result = run_model(model(body + path("s", "x", "j") + flow("x", "a", "false") + path("a", "j")))
    assert (result.status, result.waiting) == ("waiting", ({"element": "j", "kind": "join"},))


def test_an_endless_run_stops_at_its_steps() -> None:
    result = run_model(
        model('<startEvent id="s"/><userTask id="a"/><task id="b"/>' + path("s", "a", "b", "a")), max_steps=50
    )
    assert result.status == "error"
    assert "50" in str(result.errors[0])


def test_processes_exchange_messages_in_the_order_in_which_they_start() -> None:
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="f" targetNamespace="urn:test">'
    asks = (
        '<process id="asks" isExecutable="true"><startEvent id="s1"/><sendTask id="ask" messageRef="Q"/>'
        '<receiveTask id="got" messageRef="A"/>' + path("s1", "ask", "got") + "</process>"
    )
    answers = (
        '<process id="answers" isExecutable="true"><startEvent id="s2"><messageEventDefinition messageRef="Q"/></startEvent>'  # noqa: E501  # the text of a file
        '<userTask id="think"/><endEvent id="say"><messageEventDefinition messageRef="A"/></endEvent>'
        + path("s2", "think", "say") + "</process>"
    )  # fmt: skip
    text = f'{head}<message id="Q" name="Question"/><message id="A" name="Answer"/>{asks}{answers}</definitions>'
    file = read_model(text.encode(), source_name="two.bpmn")
    both = run_model(file)
    assert [step.element for step in both.trace] == ["s1", "ask", "s2", "think", "say", "got"]
    assert both.status == "completed"
    assert run_model(file, processes=["answers", "asks"]).status == "completed"
    alone = run_model(file, processes=["answers"])
    assert [step.element for step in alone.trace] == ["s2", "think", "say"]


def test_the_library_services_run() -> None:
    folder = Path(__file__).resolve().parents[2] / "processes"
    for file in sorted(folder.glob("*/*.bpmn")):
        found = read_model(file.read_bytes(), source_name=file.name)
        for process in found.processes:
            if process.is_executable:
                assert compile_process(found, process.id).top.starts


@pytest.mark.corpora
def test_every_sample_process_runs_or_is_refused_with_a_sentence(corpora: Path) -> None:
    outcomes: dict[str, int] = {}
    for file in sorted((corpora / "flowable-engine").glob("*.xml")):
        found = read_model(file.read_bytes(), source_name=file.name)
        for process in found.processes:
            try:
                compile_process(found, process.id)
            except NotExecutableError as error:
                assert str(error)  # noqa: PT017  # the sentence is looked at
                outcome = "refused"
            else:
                outcome = run_model(found, processes=[process.id], max_steps=500).status
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["completed"] > outcomes["refused"]
