"""What an installation decides about its connectors: `connectors.toml` in its home folder, secrets from elsewhere.

public_address = "https://services.example.mn"     # printed on certificates

[registry]                                         # the state's registers; without it made-up ones in the process
origin = "http://127.0.0.1:8090"                   # what `ortoo registry` serves
networks = ["127.0.0.0/8"]

[[http.hosts]]                                     # whom service tasks may speak to; nobody else
origin = "https://api.example.mn"
networks = ["10.2.0.0/16"]                         # only for a host that is not public

[[http.secrets]]                                   # a task names it; its value is in the environment or a file
name = "tax"
origins = ["https://api.example.mn"]
header = "Authorization"
prefix = "Bearer "
variable = "ORTOO_SECRET_TAX"                      # or file = "secrets/tax"

[mail]
sender = "Ortoo <noreply@example.mn>"
host = "mail.example.mn"                           # without a host, letters go into the folder `outbox`
port = 587
security = "starttls"                              # or "tls", or "none"
user = "ortoo"
variable = "ORTOO_SECRET_MAIL"                     # the password

[documents]
scan = ["clamdscan", "--fdpass", "--no-summary"]   # 0: clean, 1: refused
"""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bpmn.language import Text
from engine.connectors.allowed_hosts import AllowedHost, Network, origin_of
from engine.connectors.http import HttpSecret
from engine.connectors.mail import MailServer
from engine.errors import EngineError
from engine.ports import TaskFailure

__all__ = ["ConnectorSettings", "SettingsError", "read_connector_settings"]

_TOP = frozenset({"public_address", "registry", "http", "mail", "documents"})
_HOST = frozenset({"origin", "networks"})
_SECRET = frozenset({"name", "origins", "header", "prefix", "variable", "file"})
_MAIL = frozenset({"sender", "host", "port", "security", "user", "variable", "file"})
_SENDER = "Ortoo <noreply@localhost>"
_SECURITY = frozenset({"tls", "starttls", "none"})


class SettingsError(EngineError):
    """The settings of the connectors cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSettings:
    """What an installation decides.

    Attributes:
        hosts: The machines that service tasks may speak to.
        secrets: What proves who asks, by name.
        registry: Where the state's registers are, None for made-up ones in the process.
        mail: The server that letters are sent by, or None for the outbox.
        sender: Whom letters come from.
        outbox: The folder of letters where there is no server, or None where none are sent.
        templates: The folder of letters' templates, or None.
        public_address: Where people reach the installation.
        scan: The command that looks uploads over, none for no scanner.
    """

    hosts: tuple[AllowedHost, ...] = ()
    secrets: Mapping[str, HttpSecret] = field(default_factory=dict)
    registry: AllowedHost | None = None
    mail: MailServer | None = None
    sender: str = _SENDER
    outbox: Path | None = None
    templates: Path | None = None
    public_address: str = ""
    scan: tuple[str, ...] = ()


def read_connector_settings(home: Path, environment: Mapping[str, str]) -> ConnectorSettings:
    """Return the settings of the installation in a folder; the usual ones where it has no `connectors.toml`.

    Args:
        home: The installation's folder.
        environment: The environment variables, where secrets are.

    Raises:
        SettingsError: If the file cannot be read, or says what nobody understands.
    """
    file = home / "connectors.toml"
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return _Reader(home, environment).settings(given)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(Text("{file} cannot be read: {reason}", file=str(file), reason=str(error))) from error
    except (ValueError, TypeError, KeyError, AttributeError, TaskFailure) as error:
        reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise SettingsError(Text("{file} cannot be used: {reason}", file=str(file), reason=reason)) from error


class _Reader:
    """Reads the file's tables, and refuses names that it does not know: a mistyped one would pass unnoticed."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._environment = environment

    def settings(self, given: Mapping[str, Any]) -> ConnectorSettings:
        _refuse_unknown(given, _TOP, "the file")
        http, mail, documents = (dict(given.get(name, {})) for name in ("http", "mail", "documents"))
        _refuse_unknown(http, frozenset({"hosts", "secrets"}), "[http]")
        _refuse_unknown(mail, _MAIL, "[mail]")
        _refuse_unknown(documents, frozenset({"scan"}), "[documents]")
        return ConnectorSettings(
            hosts=tuple(self._host(one) for one in http.get("hosts", [])),
            secrets={str(one["name"]): self._secret(one) for one in http.get("secrets", [])},
            registry=self._host(given["registry"]) if "registry" in given else None,
            mail=self._mail(mail) if mail.get("host") else None,
            sender=str(mail.get("sender", _SENDER)),
            outbox=self._home / "outbox",
            templates=self._home / "letters",
            public_address=_public_address(str(given.get("public_address", ""))),
            scan=tuple(str(word) for word in documents.get("scan", [])),
        )

    def _host(self, one: Mapping[str, Any]) -> AllowedHost:
        _refuse_unknown(one, _HOST, "a host")
        networks: tuple[Network, ...] = tuple(ipaddress.ip_network(str(each)) for each in one.get("networks", []))
        return AllowedHost(origin=origin_of(urlsplit(str(one["origin"]))), networks=networks)

    def _secret(self, one: Mapping[str, Any]) -> HttpSecret:
        _refuse_unknown(one, _SECRET, "a secret")
        origins = frozenset(origin_of(urlsplit(str(each))) for each in one["origins"])
        value = f"{one.get('prefix', '')}{self._value(one)}"
        return HttpSecret(origins=origins, header=str(one.get("header", "Authorization")), value=value)

    def _mail(self, mail: Mapping[str, Any]) -> MailServer:
        security = str(mail.get("security", "starttls"))
        if security not in _SECURITY:
            message = f'security = "{security}" is none of tls, starttls and none'
            raise ValueError(message)
        user = str(mail.get("user", ""))
        password = self._value(mail) if user else ""
        port = int(mail.get("port", 587))
        return MailServer(host=str(mail["host"]), port=port, security=security, user=user, password=password)

    def _value(self, one: Mapping[str, Any]) -> str:
        if "variable" in one:
            value = self._environment.get(str(one["variable"]), "")
        else:
            value = (self._home / str(one["file"])).read_text(encoding="utf-8").strip()
        if not value:
            message = f"the secret {one.get('variable') or one.get('file')} is empty"
            raise ValueError(message)
        return value


def _public_address(given: str) -> str:
    """Return where people reach the installation; it is printed, and telephones read it off the paper."""
    address = given.rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        message = f'public_address = "{given}" is no address like https://services.example.mn'
        raise ValueError(message)
    return address


def _refuse_unknown(given: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        message = f'"{unknown[0]}" means nothing in {where}'
        raise ValueError(message)
