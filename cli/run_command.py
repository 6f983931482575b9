"""`ortoo run`: runs a model in memory on a simulated clock."""

from typing import Any

import click

from cli.files import decisions_in, json_object, read_file
from cli.output import print_json, print_table

__all__ = ["command"]


@click.command("run")
@click.argument("file")
@click.option("--process", "processes", multiple=True, help="Process to start; several start in the order given.")
@click.option("--data", callback=json_object, help="Variables to start with: JSON, or @file.")
@click.option("--answers", callback=json_object, help="What user tasks are completed with: {element id: data}.")
@click.option("--max-steps", type=click.IntRange(min=1), default=10_000, show_default=True)
@click.option("--decisions", multiple=True, help="DMN files that business rule tasks may call.")
@click.option("--model", "models", multiple=True, help="More BPMN files whose processes may be called.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    processes: tuple[str, ...],
    data: dict[str, Any],
    answers: dict[str, Any],
    max_steps: int,
    decisions: tuple[str, ...],
    models: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    """Run a model: timers pass at once, user tasks are completed with the answers given or with nothing."""
    from engine.simulated import run_model

    result = run_model(
        read_file(file),
        processes=processes,
        data=data,
        answers=answers,
        max_steps=max_steps,
        decisions=decisions_in(decisions),
        models=[read_file(name) for name in models],
    ).as_json()
    if as_json:
        print_json(result)
    else:
        _print(result)
    return 1 if result["status"] == "error" else 0


def _print(result: dict[str, Any]) -> None:
    entries = [(entry["time"], entry["type"], entry["name"] or entry["element"]) for entry in result["trace"]]
    print_table(("time", "type", "element"), entries)
    click.echo(f"\nstatus: {result['status']}")
    for name, value in sorted(result["data"].items()):
        click.echo(f"  {name} = {value}")
    for waiting in result["waiting"]:
        click.echo(f"waiting: {waiting}")
    for error in result["errors"]:
        click.echo(f"error: {error}", err=True)
