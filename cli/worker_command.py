"""`ortoo worker`: a background worker, on this machine or another."""

import ipaddress
import os
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from cli.installation import find_installation
from cli.logs import set_up_logs
from cli.risks import warn_of_risks
from cli.serving import refuse_taken_port

if TYPE_CHECKING:
    from engine import Engine, JobLoop

__all__ = ["command"]


@click.command("worker")
@click.option(
    "--metrics-port",
    type=click.IntRange(1, 65535),
    help="Answer /metrics, /health/live and /health/ready at this port; nothing is listened to without it.",
)
@click.option("--metrics-host", default="127.0.0.1", show_default=True, help="The address to answer them at.")
def command(metrics_port: int | None, metrics_host: str) -> int:
    """Do the jobs of an installation (timers, service tasks, analyses) until stopped.

    Where ORTOO_METRICS_TOKEN is set, /metrics is for who sends it as a bearer token. Beyond this machine it has to be.
    """
    from engine import JobLoop, run_worker

    token = os.environ.get("ORTOO_METRICS_TOKEN", "")
    if metrics_port is not None:
        _refuse_open_door(metrics_host, token)
        refuse_taken_port(metrics_host, metrics_port, option="--metrics-port")
    set_up_logs()
    installation = find_installation()
    with installation.opened() as engine:
        loop = JobLoop(engine)
        warn_of_risks(engine)
        click.echo(f"A worker serves {installation.home}", err=True)
        with _pages(engine, loop, host=metrics_host, port=metrics_port, token=token):
            run_worker(loop)
    return 0


def _refuse_open_door(host: str, token: str) -> None:
    try:
        is_this_machine = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_this_machine = False
    if not is_this_machine and not token:
        message = f"Others would see the numbers at {host}. Set ORTOO_METRICS_TOKEN, or leave --metrics-host out."
        raise click.ClickException(message)


def _pages(
    engine: "Engine", loop: "JobLoop", *, host: str, port: int | None, token: str
) -> AbstractContextManager[None]:
    if port is None:
        return nullcontext()
    from webui.metrics.worker import answering, create_worker_app

    return answering(create_worker_app(engine, loop, token=token), host=host, port=port)
