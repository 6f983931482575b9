"""What an operator has to be told at the start, because nothing else would show it before it is too late."""

import click

from engine import Engine, find_risks

__all__ = ["warn_of_risks"]


def warn_of_risks(engine: Engine) -> None:
    """Say on stderr by which settings of the database cases may be lost, and where memory is not the system's care."""
    from engine.connectors.confined import is_bounded_by_system

    for setting in find_risks(engine):
        click.echo(
            f"WARNING: PostgreSQL runs with {setting} = off: cases may be lost when the power fails. Turn it on.",
            err=True,
        )
    if not is_bounded_by_system():
        click.echo(
            "WARNING: this system does not bound the memory of one process. Ortoo looks how much its connectors use and"
            " ends one that uses too much, which may be too late for the machine. On Linux the system itself refuses.",
            err=True,
        )
