"""`ortoo analyse`: structure, flow and bottlenecks of a model."""

from typing import Any

import click

from cli.files import read_file
from cli.output import language, print_json, print_table

__all__ = ["command"]


@click.command("analyse")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(file: str, scenario: str | None, *, as_json: bool) -> int:
    """Measure a model's structure, compute its flow exactly and rank its bottlenecks."""
    result = _analyse(file, scenario)
    if as_json:
        print_json(result)
    else:
        _print(result)
    return 0


def _analyse(file: str, scenario_path: str | None) -> dict[str, Any]:
    from analysis.bottlenecks import find_bottlenecks
    from analysis.flow import analyse_flow
    from analysis.scenario import with_defaults
    from analysis.structure import measure_structure
    from cli.scenarios import scenario_for

    model = read_file(file)
    complete = with_defaults(model, scenario_for(model, scenario_path))
    structure = measure_structure(model)
    flow = analyse_flow(model, complete.scenario)
    bottlenecks = find_bottlenecks(model, complete.scenario, structure=structure, flow=flow)
    return {
        "structure": dict(structure.measures),
        "flow": flow.as_json(),
        "bottlenecks": [
            {
                "rank": found.rank,
                "element": found.element,
                "name": found.name,
                "kind": found.kind,
                "reason": found.reason.into(language()),
                "share": found.share,
                "numbers": dict(found.numbers),
            }
            for found in bottlenecks
        ],
        "findings": [finding.text.into(language()) for finding in structure.findings],
        "assumed": [text.into(language()) for text in complete.assumed],
    }


def _print(result: dict[str, Any]) -> None:
    print_table(("measure", "value"), sorted(result["structure"].items()))
    click.echo("\nBottlenecks")
    rows = [(found["rank"], found["name"], found["kind"], f"{found['share']:.0%}") for found in result["bottlenecks"]]
    print_table(("rank", "where", "kind", "share"), rows)
    for found in result["bottlenecks"]:
        click.echo(f"{found['rank']}. {found['reason']}")
    click.echo("")
    for line in [*result["findings"], *(f"assumed: {text}" for text in result["assumed"])]:
        click.echo(line)
