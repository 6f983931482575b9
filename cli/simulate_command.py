"""`ortoo simulate`: simulates a model with a scenario."""

from pathlib import Path
from typing import Any

import click

from cli.files import read_file
from cli.output import language, print_json, print_table
from cli.progress import progress_bar

__all__ = ["command"]


@click.command("simulate")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option("--cases", type=click.IntRange(min=1), default=None, help="Cases a replication.")
@click.option("--replications", type=click.IntRange(min=1), default=None)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--log", "log_path", default=None, help="Write the event log: .csv, .xes or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    scenario: str | None,
    cases: int | None,
    replications: int | None,
    seed: int,
    log_path: str | None,
    *,
    as_json: bool,
) -> int:
    """Simulate a model and say, with confidence intervals, how long, how much and how busy."""
    from analysis.log import write_log
    from analysis.simulation import compile_simulation, simulate
    from cli.scenarios import scenario_for

    model = read_file(file)
    compiled = compile_simulation(model, scenario_for(model, scenario))
    with progress_bar("simulating", quiet=as_json) as progress:
        result = simulate(
            compiled,
            cases=cases,
            replications=replications,
            seed=seed,
            keep_log=log_path is not None,
            progress=progress,
        )
    if log_path is not None and result.log is not None:
        write_log(result.log, Path(log_path))
    if as_json:
        print_json(result.as_json(language()))
    else:
        _print(result.as_json(language()))
    return 0


def _print(result: dict[str, Any]) -> None:
    click.echo(f"{result['cases']} cases, {result['replications']} replications, seed {result['seed']}\n")
    measures = [
        (name, value["mean"], value["ci_low"], value["ci_high"], value["unit"])
        for name, value in result["measures"].items()
    ]
    print_table(("measure", "mean", "from", "to", "unit"), measures)
    click.echo("")
    resources = [
        (value["name"], value["amount"], None if value["utilisation"] is None else f"{value['utilisation']:.0%}")
        for value in result["resources"].values()
    ]
    print_table(("resource", "amount", "utilisation"), resources)
    click.echo("")
    activities = [
        (value["name"] or key, value["instances"], value["processing_time_s"] / 3600, value["waiting_time_s"] / 3600)
        for key, value in result["activities"].items()
    ]
    print_table(("activity", "a case", "working h", "waiting h"), activities)
    for text in result["assumed"]:
        click.echo(f"assumed: {text}")
