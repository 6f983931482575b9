"""`ortoo demo`: everything, with the library loaded and demo accounts."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

import click

from cli.installation import Installation, find_installation
from cli.library import deploy_library
from cli.serving import HOST_OPTION, PORT_OPTION, serve_until_stopped
from engine import Engine, create_account, find_account
from processes import Service, load_services

__all__ = ["command"]

_REGISTRAR = frozenset({"registrar"})
_HEAD = frozenset({"registrar", "head-registrar"})


@dataclass(frozen=True, slots=True)
class _DemoAccount:
    """Who can sign in to the demo."""

    email: str
    name: str
    roles: frozenset[str]
    groups: frozenset[str] = frozenset()


_ACCOUNTS = (
    _DemoAccount("analyst@demo.ortoo.mn", "Demo Analyst", frozenset({"analyst"})),
    _DemoAccount("caseworker@demo.ortoo.mn", "Demo Case Worker", frozenset({"case_worker"}), _REGISTRAR),
    _DemoAccount("manager@demo.ortoo.mn", "Demo Manager", frozenset({"manager", "operator"}), _HEAD),
)


@click.command("demo")
@HOST_OPTION
@PORT_OPTION
def command(host: str, port: int) -> int:
    """Serve Ortoo with its library and demo accounts."""
    installation = find_installation()
    services = load_services()
    address = f"http://{host}:{port}"
    with installation.opened(address=address) as engine:
        deploy_library(engine, services)
        passwords = {account.email: _password_of(engine, installation, account) for account in _ACCOUNTS}
        _print_welcome(address, passwords, services)
        serve_until_stopped(engine, services, installation, host=host, port=port)
    return 0


def _password_of(engine: Engine, installation: Installation, account: _DemoAccount) -> str:
    password = _password(installation.secret_key, account.email)
    if find_account(engine, email=account.email) is None:
        from webui.security.passwords import hash_password

        create_account(
            engine,
            email=account.email,
            name=account.name,
            password_hash=hash_password(password),
            roles=account.roles,
            groups=account.groups,
        )
    return password


def _password(secret_key: str, email: str) -> str:
    # The same on every start of one installation, known to nobody else: no password is built in.
    digest = hmac.new(secret_key.encode(), f"demo account {email}".encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().lower()
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))


def _print_welcome(address: str, passwords: dict[str, str], services: tuple[Service, ...]) -> None:
    click.echo("\nOrtoo is ready. Demo accounts (people and companies in it are made up):")
    for email, password in passwords.items():
        click.echo(f"  {email:<28} {password}")
    click.echo("\nOpen first:")
    first = services[0].key
    click.echo(f"  {address}/                                    the services, as a citizen sees them")
    click.echo(f"  {address}/services/{first}   register a company")
    click.echo(f"  {address}/desk                                the case worker's work items")
    click.echo(f"  {address}/studio                              the analyst's models, bottlenecks and comparison")
    click.echo("\nStop with Ctrl-C. A second start takes seconds.")
