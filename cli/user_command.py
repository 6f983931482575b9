"""`ortoo user`: accounts of the staff."""

import click

from cli.installation import find_installation

__all__ = ["command"]

_ROLES = ("analyst", "case_worker", "manager", "operator")


@click.group("user")
def command() -> None:
    """Look after the accounts of the staff."""


@command.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(_ROLES))
@click.option("--group", "groups", multiple=True, help="Candidate group whose work items they may take.")
@click.password_option(help="Asked for where it is not given.")
def add(email: str, name: str, roles: tuple[str, ...], groups: tuple[str, ...], password: str) -> int:
    """Add an account."""
    from engine import create_account, find_account
    from webui.security.passwords import hash_password, password_fault

    fault = password_fault(password)
    if fault is not None:
        raise click.ClickException(str(fault))
    with find_installation().opened() as engine:
        if find_account(engine, email=email) is not None:
            message = f"There is an account for {email} already."
            raise click.ClickException(message)
        create_account(
            engine,
            email=email,
            name=name,
            password_hash=hash_password(password),
            roles=frozenset(roles),
            groups=frozenset(groups),
        )
    click.echo(f"{email} can sign in.")
    return 0
