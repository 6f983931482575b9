"""The registry server, asked over HTTP as an installation asks it."""

import json
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_network
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from engine.connectors import SeededRegistry, connectors
from engine.connectors.allowed_hosts import AllowedHost, AllowedHosts
from engine.connectors.http_exchange import HttpAnswer, HttpClient
from engine.connectors.registry_client import HttpRegistry
from engine.connectors.seeded_registry import REGISTERS
from engine.ports import JobRequest, TaskFailure
from engine.registry_server import Faults, create_registry
from tests.engine.connectors.served import serving

TODAY = date(2026, 11, 24)


def client(origin: str) -> HttpClient:
    hosts = [AllowedHost(origin=origin, networks=(ip_network("127.0.0.0/8"),))]
    return HttpClient(allowed=AllowedHosts(hosts=hosts))


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with serving(create_registry(SeededRegistry(today=lambda: TODAY))) as address:
        yield address


@pytest.fixture
def registry(origin: str) -> HttpRegistry:
    return HttpRegistry(client(origin), origin)


def ask(origin: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> HttpAnswer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client(origin).ask(method, urlsplit(origin + path), headers=sent, body=body)


def said(answer: HttpAnswer) -> Any:
    return json.loads(answer.body)


@pytest.mark.parametrize(
    ("register", "key"),
    [
        ("citizen", "УБ90112412"),
        ("citizen", "УБ90112400"),
        ("company-name", "Жишээ"),
        ("address", "Ү-2205001234"),
        ("company", "9123456"),
        ("tax-debt", "УБ90112419"),
        ("tax-status", "9123456"),
        ("tax-status", "nobody"),
        ("citizen", "a&b=c/../d?e#f"),
    ],
)
def test_the_server_holds_what_the_registers_in_the_process_hold(
    registry: HttpRegistry, register: str, key: str
) -> None:
    inside = SeededRegistry(today=lambda: TODAY).look_up(register, {"key": key})
    assert registry.look_up(register, {"key": key}) == inside


def test_another_seed_gives_other_people(registry: HttpRegistry) -> None:
    numbers = [f"УБ9011{day:02}12" for day in range(10, 28)]
    with serving(create_registry(SeededRegistry(2, today=lambda: TODAY))) as address:
        other = HttpRegistry(client(address), address)
        pairs = [(registry.look_up("citizen", {"key": n}), other.look_up("citizen", {"key": n})) for n in numbers]
    assert any(one != another for one, another in pairs)


def test_an_effect_happens_once_for_its_key(registry: HttpRegistry, origin: str) -> None:
    numbers = {registry.register_company({"name": "Шинэ"}, "job-once") for _ in range(3)}
    receipts = {registry.tell("tax-office", {"number": "1"}, "job-told") for _ in range(2)}
    assert (len(numbers), len(receipts)) == (1, 1)
    effects = {one["idempotency_key"]: one for one in said(ask(origin, "/v1/effects"))["effects"]}
    assert effects["job-once"] == {"idempotency_key": "job-once", "path": "/v1/companies", "asked": 3}
    assert effects["job-told"]["asked"] == 2


def test_a_key_is_not_for_two_different_effects(registry: HttpRegistry) -> None:
    registry.register_company({"name": "Нэг"}, "job-mixed")
    with pytest.raises(TaskFailure, match="422") as caught:
        registry.register_company({"name": "Хоёр"}, "job-mixed")
    assert caught.value.retry is False


def test_what_there_is_not_is_not_tried_again(registry: HttpRegistry) -> None:
    with pytest.raises(TaskFailure, match='no register "ships"') as caught:
        registry.look_up("ships", {"key": "1"})
    assert caught.value.retry is False
    with pytest.raises(TaskFailure, match='no authority "nobody"') as caught:
        registry.tell("nobody", {}, "k")
    assert caught.value.retry is False


@pytest.mark.parametrize(("fault", "status"), [("busy", 503), ("broken", 500), ("throttled", 429), ("lost", 503)])
def test_a_fault_comes_on_demand(origin: str, fault: str, status: int) -> None:
    path = "/v1/registers/company?key=9123456"
    assert ask(origin, path, X_Registry_Fault=fault).status == status
    assert ask(origin, f"{path}&fault={fault}").status == status
    assert ask(origin, path, X_Registry_Fault="none").status == 200


def test_a_lost_answer_has_done_its_work_and_a_busy_server_has_not(origin: str) -> None:
    for fault in ("lost", "busy"):
        ask(origin, "/v1/companies", "POST", b"{}", Idempotency_Key=f"job-{fault}", X_Registry_Fault=fault)
    keys = {one["idempotency_key"] for one in said(ask(origin, "/v1/effects"))["effects"]}
    assert "job-lost" in keys
    assert "job-busy" not in keys


def test_what_is_no_json_is_tried_again() -> None:
    faults = Faults()
    faults.choose = lambda _wanted: "garbage"  # type: ignore[method-assign]
    with serving(create_registry(faults=faults)) as address, pytest.raises(TaskFailure, match="no JSON") as caught:
        HttpRegistry(client(address), address).look_up("company", {"key": "9123456"})
    assert caught.value.retry is True


def test_faults_by_chance_repeat_with_their_seed() -> None:
    def chosen(seed: int) -> list[str]:
        faults = Faults(rate=0.3, seed=seed)
        return [faults.choose({}) for _ in range(200)]

    assert chosen(1) == chosen(1)
    assert chosen(1) != chosen(2)
    assert 30 < sum(map(bool, chosen(1))) < 90
    assert not any(Faults().choose({}) for _ in range(50))


def test_delays_come_on_demand_and_have_a_bound() -> None:
    pauses: list[float] = []
    faults = Faults(delay_s=0.5, pause=pauses.append)
    for wanted in ({}, {"delay": "2"}, {"delay": "1e9"}, {"delay": "-1"}, {"delay": "soon"}, {"delay": "0"}):
        faults.choose(wanted)
    assert pauses == [0.5, 2.0, 60.0, 0.5]


@pytest.mark.parametrize(
    ("method", "path", "body", "key", "status"),
    [
        ("POST", "/v1/companies", b"{}", "", 400),
        ("POST", "/v1/companies", b"[]", "k1", 400),
        ("POST", "/v1/companies", b"{not json", "k2", 400),
        ("POST", "/v1/companies", b"[" * 100_000, "k3", 400),
        ("POST", "/v1/registers/citizen", b"{}", "k4", 404),
        ("GET", "/v1/companies", None, "", 404),
        ("GET", "/../../etc/passwd", None, "", 404),
        ("GET", "/%ff%fe", None, "", 404),
        ("DELETE", "/v1/companies", None, "", 405),
        ("GET", "/v1/registers/citizen", None, "", 200),
    ],
)
def test_odd_requests_get_a_clear_answer(
    origin: str, method: str, path: str, body: bytes | None, key: str, status: int
) -> None:
    answer = ask(origin, path, method, body, **({"Idempotency_Key": key} if key else {}))
    assert answer.status == status
    assert ("error" in said(answer)) is (status >= 400)


def test_the_server_describes_itself(origin: str) -> None:
    page, openapi = ask(origin, "/"), said(ask(origin, "/openapi.json"))
    assert all(name in page.body.decode() for name in REGISTERS)
    assert "зохиомол" in page.body.decode()
    for path, methods in openapi["paths"].items():
        filled = path.replace("{register}", "citizen").replace("{authority}", "tax-office")
        for method in methods:
            body = b"{}" if method == "post" else None
            key = quote(f"described {path}")
            assert ask(origin, filled, method.upper(), body, Idempotency_Key=key).status in {200, 201}


def test_the_connectors_speak_to_the_server_as_to_the_registers_inside(registry: HttpRegistry) -> None:
    over_http, inside = connectors(registry), connectors(SeededRegistry(today=lambda: TODAY))
    for topic, headers in (
        ("registry-lookup", {"register": "citizen"}),
        ("company-register", {}),
        ("registry-message", {"to": "social-insurance"}),
    ):
        asked = JobRequest(
            topic=topic, inputs={"key": "УБ90112412"}, headers=headers, idempotency_key=f"k-{topic}", case_reference="R"
        )
        assert over_http[topic](asked) == inside[topic](asked)
