"""`ortoo worker`: a background worker, on this machine or another."""

import click

from cli.installation import find_installation
from cli.logs import set_up_logs
from cli.risks import warn_of_risks

__all__ = ["command"]


@click.command("worker")
def command() -> int:
    """Do the jobs of an installation (timers, service tasks, analyses) until stopped."""
    from engine import run_worker

    set_up_logs()
    installation = find_installation()
    with installation.opened() as engine:
        warn_of_risks(engine)
        click.echo(f"A worker serves {installation.home}", err=True)
        run_worker(engine)
    return 0
