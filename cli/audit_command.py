"""`ortoo audit`: the audit trail."""

from pathlib import Path

import click

from cli.installation import find_installation
from cli.output import language

__all__ = ["command"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("audit")
def command() -> None:
    """Look at the audit trail."""


@command.command("verify")
@click.option("--heads", "others", multiple=True, type=_FILE, help="Compare with what `audit heads` once wrote, too.")
def verify(others: tuple[Path, ...]) -> int:
    """Make sure that no entry and no history was changed, taken out, moved or cut off; ends with 1 where one was.

    All chains are hashed anew and compared with the heads that the hourly check keeps outside the database.
    """
    from engine import compare_audit, verify_history

    installation = find_installation()
    own = [installation.audit_heads] if installation.audit_heads.exists() else []
    with installation.opened() as engine:
        faults = compare_audit(engine, files=[*own, *others])
        changed = verify_history(engine)
    for fault in faults:
        click.echo(f"Chain {fault.chain}, entry {fault.sequence}: {fault.text.into(language())}", err=True)
    for reference in changed:
        click.echo(f"Case {reference}: its history is not as written.", err=True)
    if not faults and not changed:
        click.echo("Every chain and every history is whole.")
        if not own and not others:
            click.echo("No heads are kept outside the database yet, so entries cut off at an end would not show.")
    return 1 if faults or changed else 0


@command.command("heads")
@click.option("--out", "file", required=True, type=_FILE, help="The file to write.")
def heads(file: Path) -> int:
    """Write the last entry of every chain into a file, to be kept elsewhere and compared with later."""
    from engine import write_audit_heads

    with find_installation().opened() as engine:
        number = write_audit_heads(engine, file=file)
    click.echo(f"{number} heads")
    return 0
