"""What an operator has to be told at the start, because nothing else would show it before the power fails."""

import click

from engine import Engine, find_risks

__all__ = ["warn_of_risks"]


def warn_of_risks(engine: Engine) -> None:
    """Say on stderr by which settings of the database cases may be lost."""
    for setting in find_risks(engine):
        click.echo(
            f"WARNING: PostgreSQL runs with {setting} = off: cases may be lost when the power fails. Turn it on.",
            err=True,
        )
