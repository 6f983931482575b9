"""`ortoo check-data`: whether the stored data are as they must be."""

from typing import Any

import click

from cli.installation import find_installation
from cli.output import language, print_json, print_table

__all__ = ["command"]


@click.command("check-data")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout and nothing else.")
def command(*, as_json: bool) -> int:
    """Look for what must never be in the stored data, while others go on working; docs/promises.md lists it.

    Ends with 0 where all is well, with 1 where something was found.
    """
    from engine import check_data

    with find_installation().opened() as engine:
        found = check_data(engine)
    if as_json:
        rows: list[dict[str, Any]] = [
            {"invariant": one.invariant, "subject": one.subject, "message": one.text.into(language())} for one in found
        ]
        print_json({"violations": rows})
    elif found:
        print_table(("invariant", "at", "what is wrong"), [(one.invariant, one.subject, one.text) for one in found])
    else:
        click.echo("All is as it must be.")
    return 1 if found else 0
