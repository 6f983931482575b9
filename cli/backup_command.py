"""`ortoo backup`: everything that lasts, in one file."""

from pathlib import Path

import click

from cli.installation import find_installation

__all__ = ["command"]


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> int:
    """Write all rows, as they are at one moment, and all documents into FILE, while others go on working.

    FILE holds everything the installation knows of people: keep it as safe as the database, and delete it in time.
    """
    from engine import write_backup

    with find_installation().opened() as engine:
        made = write_backup(engine, file)
    click.echo(
        f"{file}: {sum(made.rows.values())} rows ({made.rows['cases']} cases) and {made.documents} documents, "
        f"as of {made.made_at:%Y-%m-%d %H:%M:%S} UTC."
    )
    for sha256 in made.missing:
        click.echo(f"The bytes of document {sha256} are missing or damaged; they are not in the backup.", err=True)
    return 1 if made.missing else 0
