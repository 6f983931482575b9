"""`ortoo serve`: the web application, with its background work in the same process."""

import click

from cli.installation import find_installation
from cli.library import deploy_library
from cli.logs import set_up_logs
from cli.risks import warn_of_risks
from cli.serving import HOST_OPTION, PORT_OPTION, serve_until_stopped
from processes import load_services

__all__ = ["command"]


@click.command("serve")
@HOST_OPTION
@PORT_OPTION
def command(host: str, port: int) -> int:
    """Serve the web application until stopped."""
    set_up_logs()
    installation = find_installation()
    services = load_services()
    with installation.opened() as engine:
        deploy_library(engine, services)
        warn_of_risks(engine)
        click.echo(f"Ortoo serves http://{host}:{port}", err=True)
        serve_until_stopped(engine, services, installation, host=host, port=port)
    return 0
