"""Serving the web application from the command line."""

import os
import socket
from contextlib import closing

import click

from cli.installation import Installation
from engine import Engine
from processes import Service

__all__ = ["HOST_OPTION", "PORT_OPTION", "refuse_taken_port", "serve_until_stopped"]

HOST_OPTION = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
PORT_OPTION = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)


def serve_until_stopped(
    engine: Engine, services: tuple[Service, ...], installation: Installation, *, host: str, port: int
) -> None:
    """Serve until the process is told to stop.

    `ORTOO_HTTPS=1` says that people reach it by https, `ORTOO_HOSTS` by which names, `ORTOO_PROXIES` how many proxies
    of one's own stand in front, `ORTOO_WORKERS=anywhere` that external workers are answered on other machines too.

    Raises:
        click.ClickException: If something else listens on the port.
    """
    from webui.application import create_app
    from webui.serving import serve
    from webui.settings import Settings

    refuse_taken_port(host, port)
    settings = Settings(
        secret_key=installation.secret_key,
        is_https=os.environ.get("ORTOO_HTTPS") == "1",
        trusted_hosts=tuple(filter(None, os.environ.get("ORTOO_HOSTS", "").split(","))),
        proxies=int(os.environ.get("ORTOO_PROXIES", "0")),
        metrics_token=os.environ.get("ORTOO_METRICS_TOKEN", ""),
        workers_from_anywhere=os.environ.get("ORTOO_WORKERS") == "anywhere",
    )
    serve(create_app(engine, services=services, settings=settings), host=host, port=port, engine=engine)


def refuse_taken_port(host: str, port: int, *, option: str = "--port") -> None:
    """Say at once that something else listens on a port, and by which option another is chosen.

    Raises:
        click.ClickException: If so.
    """
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with {option}."
            raise click.ClickException(message) from error
