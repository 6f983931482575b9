"""`ortoo token`: what programs may do here."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from cli.installation import find_installation
from cli.output import print_json, print_table

if TYPE_CHECKING:
    from engine import AccessToken

__all__ = ["command"]

_RIGHTS = ("topics", "messages", "services")


@click.group("token")
def command() -> None:
    """Look after the access tokens of external workers and other programs."""


@command.command("create")
@click.argument("name")
@click.option("--topic", "topics", multiple=True, help='Topic whose tasks it may do; "*" for every one.')
@click.option("--message", "messages", multiple=True, help='Message or signal that it may send; "*" for every one.')
@click.option("--service", "services", multiple=True, help='Service whose cases it may start; "*" for every one.')
@click.option("--days", type=click.IntRange(1, 3650), help="How long it may be used; until revoked without it.")
def create(
    name: str, topics: tuple[str, ...], messages: tuple[str, ...], services: tuple[str, ...], days: int | None
) -> int:
    """Make a token called NAME and print its secret, once."""
    from engine import create_access_token

    if not (topics or messages or services):
        message = "Say what it may do, by --topic, --message or --service."
        raise click.UsageError(message)
    with find_installation().opened() as engine:
        _, secret = create_access_token(
            engine,
            name=name,
            topics=topics,
            messages=messages,
            services=services,
            valid_for=None if days is None else timedelta(days=days),
        )
    click.echo("Keep this secret; it is shown once and cannot be had again:", err=True)
    click.echo(secret)
    return 0


@command.command("list")
@click.option("--json", "as_json", is_flag=True)
def show(*, as_json: bool) -> int:
    """List the tokens, without their secrets."""
    from engine import list_access_tokens

    with find_installation().opened() as engine:
        tokens = list_access_tokens(engine)
    now = datetime.now(UTC)
    rows = [
        {"name": one.name, "state": _state(one, now), **{kind: getattr(one, kind) for kind in _RIGHTS}}
        for one in tokens
    ]
    if as_json:
        print_json(rows)
    else:
        cells = [[row["name"], row["state"], *(", ".join(row[kind]) or "-" for kind in _RIGHTS)] for row in rows]
        print_table(["name", "state", *_RIGHTS], cells)
    return 0


@command.command("revoke")
@click.argument("name")
def revoke(name: str) -> int:
    """Take back the token called NAME, at once."""
    from engine import revoke_access_token

    with find_installation().opened() as engine:
        revoke_access_token(engine, name=name)
    click.echo(f"{name} can be used no more.")
    return 0


def _state(token: "AccessToken", now: datetime) -> str:
    if token.is_good(now):
        return "good"
    return "expired" if token.revoked_at is None else "revoked"
