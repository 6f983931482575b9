"""`ortoo scenario`: scenarios of other tools, and for them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.scenario import Scenario
    from bpmn import Model
    from bpmn.language import Text

__all__ = ["command"]


@click.group("scenario")
def command() -> None:
    """Write scenarios for other tools, and those of other tools as Ortoo's own."""


@command.command("convert")
@click.argument("scenario")
@click.option("--model", required=True, help="The BPMN file that it is for.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option("--to", "kind", type=click.Choice(["prosimos", "ortoo"]), default="prosimos", show_default=True,
              help="Whose JSON.")  # fmt: skip
def convert(scenario: str, model: str, out: Path, kind: str) -> int:
    """Write a scenario of any kind that is read (FILE or FILE#NAME) as the JSON of Prosimos or of Ortoo.

    What could not be taken over, what Prosimos cannot say, and what is assumed for it, is told, a line each.
    """
    # Imported here, since most commands must not wait for numpy.
    from bpmn import read_model
    from cli.files import read_bytes
    from cli.scenarios import scenario_for

    found = read_model(read_bytes(model), source_name=model)
    given = scenario_for(found, scenario)
    data, told = _ortoo(given) if kind == "ortoo" else _prosimos(given, found)
    out.write_bytes(data)
    for text in told:
        click.echo(text.into(language()), err=True)
    return 0


def _ortoo(scenario: "Scenario") -> "tuple[bytes, Sequence[Text]]":
    from analysis.scenario import scenario_json

    return scenario_json(scenario), scenario.remarks


def _prosimos(scenario: "Scenario", model: "Model") -> "tuple[bytes, Sequence[Text]]":
    from analysis.scenario import prosimos_document, with_defaults

    complete = with_defaults(model, scenario)
    document, remarks = prosimos_document(complete.scenario, model)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode(), (*complete.assumed, *remarks)
