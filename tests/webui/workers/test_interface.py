"""The interface for external workers: who may call it, what it takes, and how it refuses."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from engine import (
    CaseStatus,
    Engine,
    audit_entries,
    create_access_token,
    find_cases,
    read_case,
    revoke_access_token,
    run_due_jobs,
)
from engine.testing import FakeClock
from tests.engine.small_services import START_END, WAITING_FOR_ANSWER, deploy_small, flow, process, start_small
from tests.webui.library_service import make_service
from tests.webui.workers.conftest import Program
from webui.application import create_app
from webui.settings import Settings
from webui.stopping import ASKED

Begin = Callable[..., str]


def test_a_task_is_fetched_and_completed(program: Program, begin: Begin, engine: Engine) -> None:
    reference = begin(sum=5, note="x")
    (task,) = program.fetch()
    assert task["variables"]["sum"] == {"type": "Integer", "value": 5, "valueInfo": {}}
    assert (task["topicName"], task["workerId"], task["retries"]) == ("charge", "one", None)
    assert task["processInstanceId"] == task["businessKey"] == reference
    assert task["lockExpirationTime"].endswith("+0000")
    program.report(task, "complete", variables={"paid": {"value": True, "type": "Boolean"}})
    program.report(task, "complete", variables={"paid": {"value": False, "type": "Boolean"}})
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data["paid"] is True


def test_a_worker_gets_the_variables_it_asks_for(program: Program, begin: Begin) -> None:
    begin(sum=5, note="x")
    (task,) = program.fetch(variables=["note", "other"])
    assert set(task["variables"]) == {"note"}


def test_a_fetch_that_waits_is_answered_when_there_is_something(program: Program, begin: Begin) -> None:
    begin()
    (task,) = program.fetch()
    program.report(task, "unlock")
    topics = [{"topicName": "charge", "lockDuration": 3_600_000}]
    body = {"workerId": "two", "topics": topics, "asyncResponseTimeout": 15_000}
    (again,) = program.call("POST", "/external-task/fetchAndLock", body=body).get_json()
    assert again["id"] == task["id"]
    body["asyncResponseTimeout"] = 300
    assert program.call("POST", "/external-task/fetchAndLock", body=body).get_json() == []


def test_a_fetch_does_not_wait_in_a_process_that_ends(
    app: Flask, program: Program, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin()
    program.fetch()
    app.extensions[ASKED] = asked = SimpleNamespace(to_stop=False)
    looks: list[object] = []

    def look(_: Engine, **asked_for: object) -> bool:
        looks.append(asked_for)
        asked.to_stop = True
        return False

    monkeypatch.setattr("webui.workers.fetching.has_external_tasks", look)
    topics = [{"topicName": "charge", "lockDuration": 1000}]
    body = {"workerId": "two", "topics": topics, "asyncResponseTimeout": 15_000}
    assert program.call("POST", "/external-task/fetchAndLock", body=body).get_json() == []
    assert len(looks) == 1


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer wrong",
        "Bearer ",
        "Basic " + b64encode(b"charger:wrong").decode(),
        "Basic nonsense",
        "Digest x=y",
    ],
)
def test_who_has_no_good_token_is_refused(app: Flask, secret: str, authorization: str) -> None:
    del secret
    program = Program(client=app.test_client(), headers={"Authorization": authorization})
    answer = program.call("GET", "/external-task", 401)
    assert answer.get_json()["type"] == "RestException"
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_token_is_also_taken_as_the_password_of_its_name(app: Flask, secret: str) -> None:
    for name, status in (("charger", 200), ("somebody", 401)):
        given = b64encode(f"{name}:{secret}".encode()).decode()
        Program(client=app.test_client(), headers={"Authorization": f"Basic {given}"}).call(
            "GET", "/external-task", status
        )


def test_a_session_of_staff_is_no_token(app: Flask, browser: object) -> None:
    browser.sign_in("operator")  # type: ignore[attr-defined]  # the room's Browser
    Program(client=browser.client).call("GET", "/external-task", 401)  # type: ignore[attr-defined]  # likewise


def test_a_revoked_token_is_refused_at_once(program: Program, engine: Engine) -> None:
    program.call("GET", "/external-task")
    revoke_access_token(engine, name="charger")
    program.call("GET", "/external-task", 401)


@pytest.mark.parametrize(
    ("settings_change", "environ", "headers", "status"),
    [
        ({}, {"REMOTE_ADDR": "127.0.0.1"}, {}, 200),
        ({}, {"REMOTE_ADDR": "::1"}, {}, 200),
        ({}, {"REMOTE_ADDR": "192.0.2.7"}, {}, 403),
        ({}, {"REMOTE_ADDR": "127.0.0.1"}, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ({"proxies": 1}, {"REMOTE_ADDR": "127.0.0.1"}, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ({"workers_from_anywhere": True}, {"REMOTE_ADDR": "192.0.2.7"}, {}, 200),
    ],
)
def test_only_this_machine_is_answered_unless_the_operator_says_otherwise(
    engine: Engine,
    secret: str,
    settings: Settings,
    settings_change: dict[str, object],
    environ: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    app = create_app(engine, services=[make_service()], settings=replace(settings, **settings_change))  # type: ignore[arg-type]  # one part each
    sent = {"Authorization": f"Bearer {secret}", **headers}
    answer = app.test_client().get("/engine-rest/external-task", headers=sent, environ_overrides=environ)
    assert answer.status_code == status


@pytest.mark.usefixtures("unforgiving_throttles")
def test_a_token_that_is_used_too_often_and_guesses_are_slowed_down(engine: Engine, secret: str) -> None:
    settings = Settings(secret_key="only for tests " * 4, attempts_per_minute=3, calls_per_minute=5)
    client = create_app(engine, services=[make_service()], settings=settings).test_client()
    program = Program(client=client, headers={"Authorization": f"Bearer {secret}"})
    guess = Program(client=client, headers={"Authorization": "Bearer guess"})
    for _ in range(5):
        program.call("GET", "/external-task")
    program.call("GET", "/external-task", 429)
    for _ in range(3):
        guess.call("GET", "/external-task", 401)
    guess.call("GET", "/external-task", 429)


def test_a_program_may_only_do_what_its_token_is_for(
    app: Flask, engine: Engine, begin: Begin, program: Program
) -> None:
    begin()
    (task,) = program.fetch()
    secret = create_access_token(engine, name="stranger", topics=["print"])[1]
    stranger = Program(client=app.test_client(), headers={"Authorization": f"Bearer {secret}"})
    assert stranger.fetch(403)["type"] == "AuthorizationException"
    stranger.report(task, "complete", 403)
    stranger.call("GET", f"/external-task/{task['id']}", 404)
    assert stranger.call("GET", "/external-task/count").get_json() == {"count": 0}
    stranger.call("POST", "/process-definition/key/small/start", 403, {})
    stranger.call("POST", "/message", 403, {"messageName": "answer"})
    stranger.call("POST", "/signal", 403, {"name": "storm"})


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("complete", {"workerId": 5}),
        ("complete", {"workerId": None}),
        ("complete", {"variables": []}),
        ("complete", {"variables": {"x": 5}}),
        ("complete", {"variables": {"x": {"value": "5", "type": "Integer"}}}),
        ("complete", {"variables": {"x": {"value": "AA==", "type": "Bytes"}}}),
        ("bpmnError", {}),
        ("failure", {"retries": -1}),
        ("failure", {"retries": True}),
        ("failure", {"retryTimeout": "soon"}),
        ("failure", {"variables": {"x": {"value": 1}}}),
        ("extendLock", {}),
        ("extendLock", {"newDuration": 0}),
        ("lock", {"lockDuration": 10**20}),
    ],
)
def test_what_is_not_as_the_protocol_has_it_is_refused_and_changes_nothing(
    program: Program, begin: Begin, what: str, said: dict[str, object]
) -> None:
    begin()
    (task,) = program.fetch()
    answer = program.report(task, what, 400, **said)
    assert answer.get_json()["type"] == "InvalidRequestException"
    assert program.call("GET", f"/external-task/{task['id']}").get_json()["workerId"] == "one"


@pytest.mark.parametrize(
    "body", ["{", "[]", "5", '{"workerId": NaN}', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}", "\x00"]
)
def test_a_body_that_is_no_json_object_is_refused(program: Program, body: str) -> None:
    answer = program.client.post("/engine-rest/external-task/fetchAndLock", data=body, headers=dict(program.headers))
    assert answer.status_code == 400
    assert answer.get_json() is not None


def test_a_task_of_another_worker_is_not_touched(program: Program, begin: Begin) -> None:
    begin()
    (task,) = program.fetch()
    for what, said in (("complete", {}), ("extendLock", {"newDuration": 5}), ("lock", {"lockDuration": 5})):
        answer = program.report(task, what, 400, workerId="two", **said)
        assert "one has it until" in answer.get_json()["message"]


def test_failures_are_shown_and_retries_set(program: Program, begin: Begin, engine: Engine) -> None:
    reference = begin()
    (task,) = program.fetch()
    program.call("GET", f"/external-task/{task['id']}/errorDetails", 204)
    program.report(task, "failure", errorMessage="no answer", errorDetails="all of it", retries=0)
    assert program.call("GET", f"/external-task/{task['id']}/errorDetails").text == "all of it"
    shown = program.call("GET", f"/external-task/{task['id']}").get_json()
    assert (shown["errorMessage"], shown["retries"], shown["workerId"]) == ("no answer", 0, None)
    assert program.call("GET", "/external-task/count?noRetriesLeft=true").get_json() == {"count": 1}
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
    program.call("PUT", f"/external-task/{task['id']}/retries", 204, {"retries": 1})
    (again,) = program.fetch()
    assert again["retries"] == 1


def test_tasks_are_found_by_address_and_by_body(program: Program, begin: Begin) -> None:
    first, second = begin("a"), begin("b")
    (task,) = program.fetch(businessKey=first)
    found = program.call("GET", "/external-task?locked=true&topicName=charge").get_json()
    assert [one["processInstanceId"] for one in found] == [first]
    found = program.call("POST", "/external-task", body={"processInstanceIdIn": [second], "notLocked": True}).get_json()
    assert [one["processInstanceId"] for one in found] == [second]
    assert len(program.call("GET", "/external-task?maxResults=1").get_json()) == 1
    assert len(program.call("GET", "/external-task?firstResult=1").get_json()) == 1
    later = program.call("GET", "/external-task?lockExpirationAfter=2020-01-01T00:00:00.000%2B0000").get_json()
    assert [one["id"] for one in later] == [task["id"]]
    for wrong in (
        "locked=maybe",
        "unknown=1",
        "maxResults=-1",
        "locked=true&notLocked=true",
        "lockExpirationAfter=now",
    ):
        program.call("GET", f"/external-task?{wrong}", 400)


def test_what_the_interface_does_not_have_is_said_in_its_own_form(program: Program) -> None:
    for method, path in (("GET", "/engine"), ("DELETE", "/external-task"), ("POST", "/external-task/x/nothing")):
        assert program.call(method, path, 404).get_json()["type"] == "RestException"


def test_a_case_is_started_once_by_one_key(program: Program, begin: Begin, engine: Engine) -> None:
    begin()
    path, body = "/process-definition/key/small/start", {"variables": {"sum": {"value": 7, "type": "Integer"}}}
    started = [program.call("POST", path, body=body, Idempotency_Key="one").get_json() for _ in range(2)]
    assert started[0] == started[1]
    assert read_case(engine, reference=started[0]["id"]).data == {"sum": 7}
    program.call("POST", path, body=body)
    assert find_cases(engine, service="small").total == 3


def test_a_message_finds_its_case_by_its_key(program: Program, engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER, service="small")
    reference = start_small(engine, number="7").reference
    body = {"messageName": "answer", "correlationKeys": {"number": {"value": "8", "type": "String"}}}
    program.call("POST", "/message", 400, body)
    body["correlationKeys"] = {"number": {"value": "7", "type": "String"}}
    body["processVariables"] = {"yes": {"value": True, "type": "Boolean"}}
    program.call("POST", "/message", 204, body)
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data["yes"] is True
    program.call("POST", "/message", 400, body)


def test_a_message_that_comes_early_is_kept_for_its_time_to_live(program: Program, engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER, service="small")
    for number, hours in (("7", 1), ("8", 2)):
        keys = {"number": {"value": number, "type": "String"}}
        body = {"messageName": "answer", "correlationKeys": keys, "timeToLive": hours * 3_600_000}
        for _ in range(2):
            program.call("POST", "/message", 204, body, Idempotency_Key=number)
    later = replace(engine, clock=FakeClock(engine.clock.now() + timedelta(minutes=90)))
    run_due_jobs(later, worker="w")
    cases = {number: start_small(engine, key=number, number=number).reference for number in ("7", "8")}
    later = replace(engine, clock=FakeClock(engine.clock.now() + timedelta(minutes=100)))
    run_due_jobs(later, worker="w")
    assert {number: read_case(engine, reference=one).summary.status for number, one in cases.items()} == {
        "7": CaseStatus.RUNNING,
        "8": CaseStatus.COMPLETED,
    }
    program.call("POST", "/message", 400, {"messageName": "answer", "timeToLive": -1})


def test_a_signal_goes_to_every_case_that_waits_for_it_once_under_its_key(program: Program, engine: Engine) -> None:
    catch = '<intermediateCatchEvent id="C"><signalEventDefinition id="d" signalRef="s"/></intermediateCatchEvent>'
    storm = process(START_END + catch + flow("Start", "C", "End"), roots='<signal id="s" name="storm"/>')
    deploy_small(engine, storm, service="small")
    cases = [start_small(engine, key=str(number)).reference for number in range(3)]
    body = {"name": "storm", "variables": {"wind": {"value": 9, "type": "Integer"}}}
    for _ in range(2):
        program.call("POST", "/signal", 204, body, Idempotency_Key="one")
    while run_due_jobs(engine, worker="w"):
        pass
    assert [read_case(engine, reference=one).data for one in cases] == [{"wind": 9}] * 3
    assert [entry.action for entry in audit_entries(engine)].count("broadcast_signal") == 1
    program.call("POST", "/signal", 400, {"name": "storm", "executionId": "x"})


def test_a_task_is_taken_up_after_a_failure_has_rested(program: Program, begin: Begin, engine: Engine) -> None:
    begin()
    (task,) = program.fetch()
    program.report(task, "failure", retries=3, retryTimeout=int(timedelta(hours=1).total_seconds() * 1000))
    run_due_jobs(engine, worker="w")
    assert program.fetch() == []
    assert program.call("GET", f"/external-task/{task['id']}").get_json()["retries"] == 3
