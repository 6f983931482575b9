"""The topic `http`: what may be asked, how it is asked, and what comes back."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.connectors.allowed_hosts import AllowedHost, AllowedHosts, origin_of
from engine.connectors.http import HttpConnector, HttpSecret
from engine.connectors.http_exchange import HttpClient
from engine.connectors.json_bodies import as_body, from_body
from engine.ports import BpmnErrorThrown, JobRequest, TaskFailure
from engine.values import Json
from tests.engine.connectors.served import saying, serving
from tests.ports import free_port

LOOPBACK = (ip_network("127.0.0.0/8"),)


def client(*origins: str, networks: Any = LOOPBACK, **more: Any) -> HttpClient:
    hosts = [AllowedHost(origin=origin, networks=networks) for origin in origins]
    return HttpClient(allowed=AllowedHosts(hosts=hosts), **more)


def request(headers: Mapping[str, str], **inputs: Json) -> JobRequest:
    return JobRequest(topic="http", inputs=inputs, headers=headers, idempotency_key="job-7", case_reference="R")


def echo(environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer with what was asked; `/status/N` answers with that status."""
    path = environ["PATH_INFO"]
    status = path.rpartition("/")[2] if path.startswith("/status/") else "200"
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": path,
        "query": environ["QUERY_STRING"],
        "body": body.decode(),
        "key": environ.get("HTTP_IDEMPOTENCY_KEY"),
        "proof": environ.get("HTTP_AUTHORIZATION"),
        "wished": environ.get("HTTP_X_WISH"),
    }
    start_response(f"{status} Said", [("Content-Type", "application/json"), ("Location", "http://169.254.169.254/")])
    return [json.dumps(told).encode()]


@pytest.fixture(scope="module")
def origin() -> Iterable[str]:
    with serving(echo) as address:
        yield address


def asked(origin: str, headers: Mapping[str, str], **inputs: Json) -> Any:
    answer = HttpConnector(client(origin))(request(headers, **inputs))
    return answer["body"]


def test_a_question_carries_its_key_and_the_inputs_where_the_model_wants_them(origin: str) -> None:
    headers = {"method": "post", "url": origin + "/people/{number}?kind={kind}", "header.X-Wish": "please"}
    told = asked(
        origin, headers, number="УБ 1/2", kind="a&b", query={"page": 2, "all": True}, body={"fee": Decimal("0.10")}
    )
    assert told["method"] == "POST"
    assert told["path"].encode("latin-1").decode() == "/people/УБ 1/2"
    assert told["query"] == "kind=a%26b&page=2&all=true"
    assert told["body"] == '{"fee":0.10}'
    assert (told["key"], told["wished"], told["proof"]) == ("job-7", "please", None)


def test_a_question_without_a_body_has_none(origin: str) -> None:
    assert asked(origin, {"url": origin}, body={"a": 1}) == {
        "method": "GET", "path": "/", "query": "", "body": "", "key": "job-7", "proof": None, "wished": None
    }  # fmt: skip


@pytest.mark.parametrize("value", ["..", ".", " .. "])
def test_no_input_leads_up_in_the_path(origin: str, value: str) -> None:
    with pytest.raises(TaskFailure, match="cannot stand in the path"):
        asked(origin, {"url": origin + "/people/{number}"}, number=value)


@given(value=st.text(min_size=1).filter(lambda text: text.strip() not in {"", ".", ".."}))
def test_whatever_an_input_holds_it_stays_one_step_of_the_path(origin: str, value: str) -> None:
    told = asked(origin, {"url": origin + "/people/{number}/end"}, number=value)
    path = told["path"].encode("latin-1").decode("utf-8")
    clean = value.encode("utf-8", "replace").decode()
    assert path == f"/people/{clean}/end"
    assert told["query"] == ""


def test_a_secret_goes_only_to_the_machines_it_is_for(origin: str) -> None:
    secrets = {
        "ours": HttpSecret(origins=frozenset({origin}), value="Bearer s3cret"),
        "others": HttpSecret(origins=frozenset({"https://other.example"}), value="Bearer other"),
    }
    connector = HttpConnector(client(origin), secrets)
    answer: Any = connector(request({"url": origin, "secret": "ours"}))
    assert answer["body"]["proof"] == "Bearer s3cret"
    for name in ("others", "unknown"):
        with pytest.raises(TaskFailure, match=f'"{name}"') as caught:
            connector(request({"url": origin, "secret": name}))
        assert caught.value.retry is False
    assert "s3cret" not in repr(secrets)


@pytest.mark.parametrize(
    ("status", "is_retried"),
    [(400, False), (403, False), (404, False), (409, False), (408, True), (429, True), (500, True), (503, True)],
)
def test_a_status_says_whether_trying_again_helps(origin: str, status: int, is_retried: bool) -> None:
    with pytest.raises(TaskFailure, match=str(status)) as caught:
        asked(origin, {"url": f"{origin}/status/{status}"})
    assert caught.value.retry is (status in {408, 429, 500, 503})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_followed_elsewhere(origin: str, status: int) -> None:
    with pytest.raises(TaskFailure, match="not followed") as caught:
        asked(origin, {"url": f"{origin}/status/{status}"})
    assert caught.value.retry is False


def test_a_status_may_be_an_answer_or_an_error_of_the_model(origin: str) -> None:
    answer = HttpConnector(client(origin))(request({"url": f"{origin}/status/404", "accept": "404, 410"}))
    assert answer["status"] == 404
    with pytest.raises(BpmnErrorThrown) as caught:
        asked(origin, {"url": f"{origin}/status/409", "error.409": "TAKEN"})
    assert caught.value.code == "TAKEN"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, '"url"'),
        ({"url": "{host}/x"}, "has no value"),
        ({"url": "ftp://127.0.0.1/x"}, "no address that can be asked"),
        ({"url": "http://me:secret@127.0.0.1/"}, "no address that can be asked"),
        ({"url": "http://127.0.0.1:99999/"}, "cannot be used"),
        ({"url": "http://[::1/"}, "cannot be read"),
        ({"url": "http://{name}.example/"}, "not the host"),
        ({"url": "http://127.0.0.1:1/"}, "not among the hosts"),
        ({"url": "/relative"}, "no address that can be asked"),
        ({"url": "ORIGIN", "method": "TRACE"}, "no method"),
        ({"url": "ORIGIN", "header.Host": "evil.example"}, "cannot be set"),
        ({"url": "ORIGIN", "header.authorization": "Bearer written-into-the-model"}, "cannot be set"),
        ({"url": "ORIGIN", "header.Idempotency-Key": "mine"}, "cannot be set"),
        ({"url": "ORIGIN", "header.X-A\r\nX-B": "1"}, "cannot be set"),
        ({"url": "ORIGIN", "header.X-A": "1\r\nX-B: 2"}, "cannot be sent"),
    ],
)
def test_a_task_that_is_wrongly_set_up_says_so_and_is_not_tried_again(
    origin: str, headers: dict[str, str], said: str
) -> None:
    given_headers = {name: value.replace("ORIGIN", origin) for name, value in headers.items()}
    inputs: dict[str, Json] = {"name": "evil"}
    with pytest.raises(TaskFailure, match=said) as caught:
        HttpConnector(client(origin))(request(given_headers, **inputs))
    assert caught.value.retry is False


PUBLIC = ("8.8.8.8",)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - an address that is refused
        "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::a9fe:a9fe", "not an address",
    ],
)  # fmt: skip
def test_a_listed_name_that_leads_inside_is_refused(address: str) -> None:
    allowed = AllowedHosts(
        hosts=[AllowedHost(origin="https://api.example.mn")], resolve=lambda *_: ["8.8.8.8", address]
    )
    with pytest.raises(TaskFailure, match="not public") as caught:
        allowed.addresses(urlsplit("https://api.example.mn/x"))
    assert caught.value.retry is False


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_a_listed_name_that_leads_to_the_public_is_asked(address: str) -> None:
    allowed = AllowedHosts(hosts=[AllowedHost(origin="https://api.example.mn")], resolve=lambda *_: [address])
    assert allowed.addresses(urlsplit("https://API.example.mn:443/x")) == [address]


def test_a_private_network_is_reached_only_where_it_is_listed() -> None:
    inside = AllowedHost(origin="http://registers.internal", networks=(ip_network("10.2.0.0/16"),))
    for address, is_allowed in (("10.2.3.4", True), ("10.3.0.1", False), ("127.0.0.1", False)):
        allowed = AllowedHosts(hosts=[inside], resolve=lambda *_, found=address: [found])  # type: ignore[misc]
        if is_allowed:
            assert allowed.addresses(urlsplit("http://registers.internal/")) == [address]
        else:
            with pytest.raises(TaskFailure, match="not public"):
                allowed.addresses(urlsplit("http://registers.internal/"))


def test_the_connection_is_made_to_the_address_that_was_looked_at(origin: str) -> None:
    port = urlsplit(origin).port
    asked_for: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked_for.append(host)
        return ["127.0.0.1"] if len(asked_for) == 1 else ["10.0.0.1"]

    named = f"http://name.invalid:{port}"  # a name that only this resolver knows
    allowed = AllowedHosts(hosts=[AllowedHost(origin=named, networks=LOOPBACK)], resolve=rebinding)
    assert HttpConnector(HttpClient(allowed=allowed))(request({"url": named}))["status"] == 200
    assert asked_for == ["name.invalid"]


def test_the_origin_is_the_same_however_it_is_written() -> None:
    assert origin_of(urlsplit("HTTPS://Api.Example.MN:443/x")) == "https://api.example.mn"
    assert origin_of(urlsplit("http://[::1]:8080/")) == "http://[::1]:8080"


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("pieces", "said", "is_retried"),
    [
        ((OK + b"Content-Length: 5000\r\n\r\n" + b"x" * 5000,), "larger than", False),
        ((OK + b"\r\n", *[b"x" * 700] * 3), "larger than", False),
        ((OK + b"Content-Length: 10\r\n\r\nabc",), "IncompleteRead|ended before", True),
        ((OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b",), "packed", False),
        ((OK + b"Content-Type: application/json\r\n\r\n{",), "no JSON", True),
        ((OK + b"Content-Type: application/json\r\n\r\n" + b"[" * 900,), "no JSON", True),
        ((OK + b"Content-Type: application/json\r\n\r\n[NaN]",), "no JSON", True),
        ((b"SSH-2.0-OpenSSH\r\n",), "did not answer", True),
        ((), "did not answer", True),
        ((OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n",), "did not answer", True),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_failure(pieces: tuple[bytes, ...], said: str, is_retried: bool) -> None:
    with saying(*pieces) as origin, pytest.raises(TaskFailure, match=said) as caught:
        HttpConnector(client(origin, largest_bytes=1000))(request({"url": origin}))
    assert caught.value.retry is is_retried


@pytest.mark.parametrize("beginning", [OK, OK + b"Content-Length: 900\r\n\r\n"])
def test_a_machine_that_says_a_byte_now_and_then_is_cut_off(beginning: bytes) -> None:
    drips = [b"X: 1\r\n"] * 100
    with (
        saying(beginning, *drips, pause_s=0.05) as origin,
        pytest.raises(TaskFailure, match=r"within 0\.4 s|ended before"),
    ):
        HttpConnector(client(origin, step_s=1, whole_s=0.4))(request({"url": origin}))


def test_a_machine_that_is_not_there_is_tried_again() -> None:
    origin = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(TaskFailure, match="did not answer") as caught:
        HttpConnector(client(origin))(request({"url": origin}))
    assert caught.value.retry is True


def test_a_question_that_is_too_large_is_not_sent(origin: str) -> None:
    with pytest.raises(TaskFailure, match="request is larger") as caught:
        HttpConnector(client(origin, largest_bytes=100))(
            request({"url": origin, "method": "POST"}, body={"text": "x" * 200})
        )
    assert caught.value.retry is False


def test_tls_is_checked_before_anything_is_said() -> None:
    with saying(b"no TLS here") as origin:
        secure = origin.replace("http://", "https://")
        with pytest.raises(TaskFailure, match="SSL"):
            HttpConnector(client(secure))(request({"url": secure}))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_json_keeps_every_digit_on_its_way(value: Json) -> None:
    there_and_back = from_body(as_body(value))
    assert there_and_back == value or as_body(there_and_back) == as_body(value)


@pytest.mark.parametrize("written", ["1e999999999", "1E-999999999", "-1.5e99999999999999999999999"])
def test_a_number_that_a_few_characters_make_a_gigabyte_of_is_not_taken(written: str) -> None:
    with pytest.raises(ValueError, match="more digits than a number can have"):
        from_body(f'{{"fee": {written}}}'.encode())


@pytest.mark.parametrize("written", ["1e999999999", "-7E-999999999"])
def test_such_a_number_from_elsewhere_is_sent_as_short_as_it_is(written: str) -> None:
    sent = as_body({"fee": Decimal(written)})
    assert len(sent) < 40
    assert json.loads(sent, parse_float=Decimal) == {"fee": Decimal(written)}


@pytest.mark.parametrize("written", ["9.99e3999", "1e-3999", "0.10", "1E+3"])
def test_a_number_of_a_size_that_can_be_meant_is_written_digit_by_digit(written: str) -> None:
    sent = as_body(Decimal(written))
    assert b"e" not in sent.lower()
    assert from_body(sent) == Decimal(written)


def test_a_long_value_in_many_blanks_is_refused_before_it_is_filled_in(origin: str) -> None:
    with pytest.raises(TaskFailure, match="blanks are filled with has more than") as failed:
        asked(origin, {"url": origin + "/{a}" * 20_000}, a="x" * 500_000)
    assert not failed.value.retry


def test_an_answer_with_a_number_too_large_is_a_failure_and_no_variable() -> None:
    body = b'{"fee": 1e999999999}'
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with saying(head + body) as address, pytest.raises(TaskFailure, match="more digits than a number can have"):
        HttpConnector(client(address))(request({"url": address}))
