"""`ortoo db`: the database."""

import click

from cli.installation import find_installation

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """Look after the database."""


@command.command("upgrade")
def upgrade() -> int:
    """Bring the database to the version of this program; running cases stay as they are."""
    from engine import database_version, upgrade_database

    installation = find_installation()
    installation.home.mkdir(parents=True, exist_ok=True)
    before = database_version(installation.database_url)
    upgrade_database(installation.database_url)
    after = database_version(installation.database_url)
    click.echo(f"The database is at version {after}." if before == after else f"From version {before} to {after}.")
    return 0
