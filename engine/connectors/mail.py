"""The topic `email`: a letter by SMTP, or into a folder where no server is configured."""

import os
import re
import smtplib
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from engine.connectors.blanks import DEFAULT_LANGUAGE, fill, setting
from engine.ports import Clock, JobRequest, TaskFailure
from engine.values import Json

__all__ = ["Mail", "MailServer", "Outbox", "SmtpOutbox"]

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]{1,255}")
_MOST_RECIPIENTS = 20
_LONGEST_SUBJECT = 500  # one line of a letter has at most 998 characters (RFC 5322 §2.1.1)
_TEMPLATE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_WAIT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The SMTP server of an installation.

    Attributes:
        host: Its name.
        port: Its port.
        security: "tls" from the beginning, "starttls", or "none" on a network of one's own.
        user: Who signs in, "" for nobody.
        password: With what.
    """

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


class Outbox:
    """A folder that letters are put into: one file for each, however often it is tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: EmailMessage, key: str) -> None:
        """Put a letter into the folder, under its key.

        Raises:
            TaskFailure: If it cannot be written.
        """
        place = self.folder / f"{re.sub(r'[^A-Za-z0-9-]', '_', key)}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, beside = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(handle, "wb") as writing:
                writing.write(letter.as_bytes(policy=SMTP))
            Path(beside).replace(place)
        except OSError as error:
            raise TaskFailure(f"The letter could not be put into the outbox: {error}") from error


class SmtpOutbox:
    """Sends letters by SMTP. Their Message-ID is made of their key, so that a second one is seen to be the same."""

    def __init__(self, server: MailServer, *, tls: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._tls = tls

    def send(self, letter: EmailMessage, key: str) -> None:
        """Send a letter.

        Raises:
            TaskFailure: If the server does not take it; to be tried again where it says so, or says nothing.
        """
        del key
        try:
            with self._connected() as connection:
                if self._server.user:
                    connection.login(self._server.user, self._server.password)
                connection.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            raise TaskFailure("The mail server refuses the recipient.", retry=min(codes) < 500) from error
        except smtplib.SMTPResponseException as error:
            # RFC 5321 §4.2.1: 4yz may go the next time, 5yz will not.
            raise TaskFailure(f"The mail server answered {error.smtp_code}.", retry=error.smtp_code < 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise TaskFailure(f"The mail server cannot do what is asked: {error}", retry=False) from error
        except (OSError, smtplib.SMTPException) as error:
            raise TaskFailure(f"The mail server did not answer: {type(error).__name__}") from error

    def _connected(self) -> smtplib.SMTP:
        server, tls = self._server, self._tls or ssl.create_default_context()
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=_WAIT_S, context=tls)
        connection = smtplib.SMTP(server.host, server.port, timeout=_WAIT_S)
        if server.security == "starttls":
            try:
                connection.starttls(context=tls)
            except BaseException:
                connection.close()
                raise
        return connection


class Mail:
    """Does tasks of the topic `email`."""

    def __init__(
        self, outbox: Outbox | SmtpOutbox | None, *, sender: str, clock: Clock, templates: Path | None = None
    ) -> None:
        """Prepare the connector.

        Args:
            outbox: Where letters go; None where the installation has decided nothing, so that none can go.
            sender: Whom they come from.
            clock: Tells the time.
            templates: Where `NAME.mn.txt` and `NAME.en.txt` are: the subject in the first line, the text below.
        """
        self._outbox = outbox
        self._sender = sender
        self._clock = clock
        self._templates = templates

    def __call__(self, request: JobRequest) -> Mapping[str, Json]:
        """Send a letter to the input or header `to`.

        `subject` and `text` are inputs or headers, or come from the header `template`; blanks in them are filled with
        the inputs. The input `language` chooses: `subject.en`, `text.en` and `TEMPLATE.en.txt` are the English ones.

        Returns:
            `message_id`.

        Raises:
            TaskFailure: If something is missing, is too long or is no address (not to be retried), or the letter was
                not taken.
        """
        if self._outbox is None:
            raise TaskFailure("This installation sends no e-mail: neither a server nor an outbox is set.", retry=False)
        subject, text = (fill(words, request.inputs) for words in self._words(request))
        if len(subject) > _LONGEST_SUBJECT:
            raise TaskFailure(f"The subject has more than {_LONGEST_SUBJECT} characters.", retry=False)
        letter = EmailMessage(policy=SMTP)
        letter["From"] = self._sender
        letter["To"] = ", ".join(_recipients(request))
        letter["Subject"] = " ".join(subject.split())
        letter["Date"] = format_datetime(self._clock.now())
        letter["Message-ID"] = f"<{request.idempotency_key}@{self._sender.rpartition('@')[2].strip('>') or 'ortoo'}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answer wanted
        letter.set_content(text, charset="utf-8")
        self._outbox.send(letter, request.idempotency_key)
        return {"message_id": str(letter["Message-ID"])}

    def _words(self, request: JobRequest) -> tuple[str, str]:
        name = request.headers.get("template", "")
        if name:
            subject, _line, text = self._template(request, name).partition("\n")
            return subject.strip(), text.strip()
        subject, text = setting(request, "subject"), setting(request, "text")
        if not subject or not text:
            raise TaskFailure('The task gives no "subject" or no "text".', retry=False)
        return subject, text

    def _template(self, request: JobRequest, name: str) -> str:
        language = str(request.inputs.get("language") or DEFAULT_LANGUAGE)
        languages = [one for one in (language, DEFAULT_LANGUAGE) if one in {"mn", "en"}]
        if self._templates is not None and _TEMPLATE.fullmatch(name):
            for each in languages:
                file = self._templates / f"{name}.{each}.txt"
                if file.is_file():
                    return file.read_text(encoding="utf-8")
        raise TaskFailure(f'There is no template "{name}".', retry=False)


def _recipients(request: JobRequest) -> list[str]:
    given = request.inputs.get("to") or request.headers.get("to")
    found = [str(each).strip() for each in (given if isinstance(given, list | tuple) else [given or ""])]
    if not found or len(found) > _MOST_RECIPIENTS:
        raise TaskFailure(f'The task has to give "to": one address, or up to {_MOST_RECIPIENTS}.', retry=False)
    for each in found:
        if not each.isascii() or not _ADDRESS.fullmatch(each):
            raise TaskFailure('The input "to" is no e-mail address.', retry=False)
    return found
