"""`ortoo service`: the library of services."""

import click

from cli.output import language, print_json, print_table
from processes import load_services

__all__ = ["command"]


@click.group("service")
def command() -> None:
    """Look at the library of services."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def list_services(*, as_json: bool) -> int:
    """List the services of the library."""
    services = load_services()
    if as_json:
        print_json([{"key": service.key, "name": service.name(language())} for service in services])
    else:
        print_table(("key", "name"), [(service.key, service.name(language())) for service in services])
    return 0
