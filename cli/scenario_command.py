"""`ortoo scenario`: scenarios of other tools, and for them."""

import json
from pathlib import Path

import click

from cli.output import language

__all__ = ["command"]


@click.group("scenario")
def command() -> None:
    """Write scenarios for other tools."""


@command.command("convert")
@click.argument("scenario")
@click.option("--model", required=True, help="The BPMN file that it is for.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def convert(scenario: str, model: str, out: Path) -> int:
    """Write a scenario of any kind that is read (FILE or FILE#NAME) as the JSON of Prosimos.

    What Prosimos cannot say is told, a line each.
    """
    # Imported here, since most commands must not wait for numpy.
    from analysis.scenario import prosimos_document, with_defaults
    from bpmn import read_model
    from cli.files import read_bytes
    from cli.scenarios import scenario_for

    found = read_model(read_bytes(model), source_name=model)
    complete = with_defaults(found, scenario_for(found, scenario))
    document, remarks = prosimos_document(complete.scenario, found)
    out.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for text in (*complete.assumed, *remarks):
        click.echo(text.into(language()), err=True)
    return 0
