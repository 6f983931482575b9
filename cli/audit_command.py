"""`ortoo audit`: the audit trail."""

import click

from cli.installation import find_installation

__all__ = ["command"]


@click.group("audit")
def command() -> None:
    """Look at the audit trail."""


@command.command("verify")
def verify() -> int:
    """Make sure that no entry, and no case's history, was changed, taken out or moved; ends with 1 where one was.

    A chain cannot show that its last entries were cut off: keep a backup elsewhere to compare with.
    """
    from engine import verify_audit, verify_history

    with find_installation().opened() as engine:
        broken = verify_audit(engine)
        changed = verify_history(engine)
    for entry in broken:
        click.echo(
            f"Chain {entry.chain}: entry {entry.sequence} of {entry.time:%Y-%m-%d %H:%M} is not as written.", err=True
        )
    for reference in changed:
        click.echo(f"Case {reference}: its history is not as written.", err=True)
    if not broken and not changed:
        click.echo("Every chain and every history is whole.")
    return 1 if broken or changed else 0
