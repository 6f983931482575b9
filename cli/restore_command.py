"""`ortoo restore`: a backup put back into an empty database."""

from pathlib import Path

import click

from cli.installation import find_installation
from cli.output import print_table

__all__ = ["command"]


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> int:
    """Put FILE, which `ortoo backup` wrote, into the empty database of this installation, and check all of it.

    The database may be of the other kind than the one the backup was made of. Cases whose retention time has ended
    meanwhile are erased at once; what was erased on demand after the backup has to be erased again.
    """
    from engine import check_data, do_upkeep, open_documents, restore_backup

    installation = find_installation()
    installation.home.mkdir(parents=True, exist_ok=True)
    documents = open_documents(installation.home / "documents")
    restored = restore_backup(file, installation.database_url, documents=documents)
    with installation.opened() as engine:
        upkeep = do_upkeep(engine)
        violations = check_data(engine)
    click.echo(
        f"Restored {sum(restored.rows.values())} rows ({restored.rows.get('cases', 0)} cases) and "
        f"{restored.documents} documents as of {restored.made_at:%Y-%m-%d %H:%M:%S} UTC; "
        f"{upkeep.cases} cases whose time was over were erased."
    )
    if violations:
        print_table(
            ("invariant", "at", "what is wrong"), [(one.invariant, one.subject, one.text) for one in violations]
        )
    return 1 if violations else 0
