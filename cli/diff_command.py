"""`ortoo diff`: the difference of two models in the terms of process redesign."""

import click

from cli.files import read_file
from cli.output import language, print_json

__all__ = ["command"]


@click.command("diff")
@click.argument("as_is")
@click.argument("to_be")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(as_is: str, to_be: str, *, as_json: bool) -> int:
    """Say what has been eliminated, added, automated, moved or otherwise changed from AS_IS to TO_BE."""
    from bpmn.difference import compare_models

    changes = compare_models(read_file(as_is), read_file(to_be))
    if as_json:
        print_json(
            [
                {
                    "kind": change.kind,
                    "as_is": list(change.as_is),
                    "to_be": list(change.to_be),
                    "text": change.text.into(language()),
                }
                for change in changes
            ]
        )
        return 0
    for change in changes:
        click.echo(change.text.into(language()))
    if not changes:
        click.echo("The two models do not differ.")
    return 0
