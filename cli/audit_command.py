"""`ortoo audit`: the audit trail."""

import click

from cli.installation import find_installation

__all__ = ["command"]


@click.group("audit")
def command() -> None:
    """Look at the audit trail."""


@command.command("verify")
def verify() -> int:
    """Make sure that no entry was changed, taken out or moved; ends with 1 where one was.

    A chain cannot show that its last entries were cut off: keep a backup elsewhere to compare with.
    """
    from engine import verify_audit

    with find_installation().opened() as engine:
        broken = verify_audit(engine)
    for entry in broken:
        click.echo(
            f"Chain {entry.chain}: entry {entry.sequence} of {entry.time:%Y-%m-%d %H:%M} is not as written.", err=True
        )
    if not broken:
        click.echo("Every chain is whole.")
    return 1 if broken else 0
