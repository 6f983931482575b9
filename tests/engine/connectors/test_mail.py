"""The topic `email`: what is sent, to whom, and what happens when the server does not take it."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.connectors.mail import Mail, MailServer, Outbox, SmtpOutbox
from engine.ports import JobRequest, TaskFailure
from engine.testing import FakeClock
from engine.values import Json
from tests.ports import free_port

HEADERS = {
    "subject": "Таны хүсэлт {number}",
    "subject.en": "Your application {number}",
    "text": "Сайн байна уу, {name}.\nШийдвэр гарлаа.",
    "text.en": "Dear {name},\nit has been decided.",
}


def request(headers: Mapping[str, str] = HEADERS, **inputs: Json) -> JobRequest:
    given_inputs: dict[str, Json] = {"to": "demo@example.mn", "name": "Demo", "number": 7, **inputs}
    return JobRequest(topic="email", inputs=given_inputs, headers=headers, idempotency_key="job-9", case_reference="R")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def mail(folder: Path, tmp_path: Path) -> Mail:
    return Mail(Outbox(folder), sender="Ortoo <noreply@example.mn>", clock=FakeClock(), templates=tmp_path / "letters")


def letters(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*"))]  # type: ignore[arg-type]


def test_a_letter_is_put_into_the_outbox_once_however_often_it_is_tried(mail: Mail, folder: Path) -> None:
    assert mail(request()) == mail(request()) == {"message_id": "<job-9@example.mn>"}
    (letter,) = letters(folder)
    assert (letter["To"], letter["Subject"]) == ("demo@example.mn", "Таны хүсэлт 7")
    assert letter.get_content().splitlines() == ["Сайн байна уу, Demo.", "Шийдвэр гарлаа."]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert next(folder.iterdir()).stat().st_mode & 0o077 == 0


def test_the_language_of_the_case_chooses_the_words(mail: Mail, folder: Path) -> None:
    mail(request(language="en"))
    (letter,) = letters(folder)
    assert letter["Subject"] == "Your application 7"
    assert "Dear Demo," in letter.get_content()


def test_a_letter_is_made_from_a_template_of_the_installation(mail: Mail, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "decision.mn.txt").write_text("Шийдвэр {number}\n\nХүндэт {name}.\n", encoding="utf-8")
    mail(request({"template": "decision"}, language="en"))  # no English one: the Mongolian one is better than nothing
    (letter,) = letters(folder)
    assert (letter["Subject"], letter.get_content().strip()) == ("Шийдвэр 7", "Хүндэт Demo.")


@pytest.mark.parametrize("name", ["missing", "../letters/decision", "/etc/passwd", "a/b"])
def test_a_template_that_is_not_there_is_not_tried_again(mail: Mail, name: str) -> None:
    with pytest.raises(TaskFailure, match="no template") as caught:
        mail(request({"template": name}))
    assert caught.value.retry is False


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b\r\nBcc: victim@example.mn",
        "a@b, c@d",
        "<a@b>",
        "a b@c",
        ["a@b.mn", "x\ny@z"],
        [],
        5,
        "ө@example.mn",
    ],
)
def test_what_is_no_address_gets_no_letter(mail: Mail, folder: Path, to: Json) -> None:
    with pytest.raises(TaskFailure, match='"to"') as caught:
        mail(request(to=to))
    assert caught.value.retry is False
    assert not folder.exists()


@given(name=st.text(), number=st.text())
def test_nothing_in_the_inputs_adds_a_header_or_another_letter(
    tmp_path_factory: pytest.TempPathFactory, name: str, number: str
) -> None:
    folder = tmp_path_factory.mktemp("outbox")
    clean = {"name": name.encode("utf-8", "replace").decode(), "number": number.encode("utf-8", "replace").decode()}
    Mail(Outbox(folder), sender="noreply@example.mn", clock=FakeClock())(request(**clean))
    (letter,) = letters(folder)
    assert set(letter.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert letter["To"] == "demo@example.mn"


def test_an_installation_without_an_outbox_says_so() -> None:
    with pytest.raises(TaskFailure, match="sends no e-mail") as caught:
        Mail(None, sender="noreply@example.mn", clock=FakeClock())(request())
    assert caught.value.retry is False


def test_a_task_without_words_is_not_tried_again(mail: Mail) -> None:
    with pytest.raises(TaskFailure, match='"subject"') as caught:
        mail(request({"text": "x"}))
    assert caught.value.retry is False


@contextmanager
def smtp_server(answers: Mapping[str, str]) -> Iterator[tuple[MailServer, list[str]]]:
    """Play a mail server that answers each verb as told, else with 250; gives its address and what it was told."""
    listener = socket.create_server(("127.0.0.1", 0))
    told: list[str] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            line.write(b"220 play\r\n")
            in_data = False
            for raw in line:
                words = raw.decode().rstrip("\r\n")
                told.append(words)
                if in_data and words != ".":
                    continue
                verb = "." if in_data else words.partition(" ")[0].upper()
                usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 fine")
                answer = answers.get(verb, usual)
                in_data = verb == "DATA" and answer.startswith("354")
                line.write(answer.encode() + b"\r\n")
                if verb == "QUIT" or answer.startswith("421"):
                    return

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield MailServer(host="127.0.0.1", port=listener.getsockname()[1], security="none"), told
    finally:
        listener.close()
        thread.join(5)


def sent(server: MailServer) -> Mapping[str, Json]:
    return Mail(SmtpOutbox(server), sender="Ortoo <noreply@example.mn>", clock=FakeClock())(request())


def test_a_letter_goes_out_by_smtp_under_the_same_id_each_time() -> None:
    with smtp_server({}) as (server, told):
        assert sent(server) == {"message_id": "<job-9@example.mn>"}
    assert "rcpt TO:<demo@example.mn>" in told
    assert "Message-ID: <job-9@example.mn>" in told


@pytest.mark.parametrize(
    ("answers", "is_retried"),
    [
        ({"RCPT": "550 nobody here"}, False),
        ({"RCPT": "450 busy"}, True),
        ({"MAIL": "451 later"}, True),
        ({"MAIL": "553 not you"}, False),
        ({".": "552 too large"}, False),
        ({".": "421 closing"}, True),
    ],
)
def test_the_server_says_whether_trying_again_helps(answers: dict[str, str], *, is_retried: bool) -> None:
    with smtp_server(answers) as (server, _told), pytest.raises(TaskFailure) as caught:
        sent(server)
    assert caught.value.retry is is_retried


def test_a_server_without_tls_is_not_trusted_where_tls_is_wanted() -> None:
    with smtp_server({}) as (plain, told), pytest.raises(TaskFailure, match="cannot do what is asked") as caught:
        sent(MailServer(host=plain.host, port=plain.port, security="starttls"))
    assert caught.value.retry is False
    assert not any(words.lower().startswith(("mail", "rcpt")) for words in told)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(TaskFailure, match="did not answer") as caught:
        sent(MailServer(host="127.0.0.1", port=free_port(), security="none"))
    assert caught.value.retry is True


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"subject": "{name}", "text": "x"}, "The subject has more than 500 characters"),
        ({"subject": "x", "text": "{name}" * 3_000}, "blanks are filled with has more than"),
    ],
)
def test_a_letter_of_any_length_is_not_written(mail: Mail, folder: Path, headers: dict[str, str], said: str) -> None:
    with pytest.raises(TaskFailure, match=said) as failed:
        mail(request(headers, name="x" * 501))
    assert not failed.value.retry
    assert letters(folder) == []


def test_a_password_is_shown_nowhere() -> None:
    assert "s3cret" not in repr(MailServer(host="h", user="u", password="s3cret"))  # noqa: S106 - made up
