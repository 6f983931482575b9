"""`ortoo compare`: as-is against to-be, with confidence intervals and a verdict."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.files import read_file
from cli.first_run import say_if_first
from cli.output import language, print_json, print_table
from cli.progress import progress_bar

if TYPE_CHECKING:
    from processes import Service

__all__ = ["command"]


@click.command("compare")
@click.argument("what", nargs=-1, required=True, metavar="SERVICE | AS-IS TO-BE")
@click.option("--scenario", "scenarios", nargs=2, default=None, help="Scenario of the as-is and of the to-be model.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--cases", type=click.IntRange(min=1), default=None, help="Cases a replication.")
@click.option("--replications", type=click.IntRange(min=2), default=None)
@click.option("--out", default=None, help="Write the report: .html, .pdf or .xlsx to read, .json for programs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    what: tuple[str, ...],
    scenarios: tuple[str, str] | None,
    seed: int,
    cases: int | None,
    replications: int | None,
    out: str | None,
    *,
    as_json: bool,
) -> int:
    """Compare a service of the library, or two files, as it is and as it could be."""
    from analysis.comparison import compare
    from analysis.report import write_report
    from webui.analyses import names_of

    as_is, to_be, scenario_as_is, scenario_to_be = _pair(what, scenarios)
    say_if_first()
    with progress_bar("comparing", quiet=as_json) as progress:
        comparison = compare(
            as_is,
            to_be,
            scenario_as_is=scenario_as_is,
            scenario_to_be=scenario_to_be,
            seed=seed,
            cases=cases,
            replications=replications,
            progress=progress,
        )
    if out is not None:
        names = None if (service := _service_of(what)) is None else names_of(service, language())
        write_report(comparison, Path(out), language(), generated_at=datetime.now(UTC), names=names)
    document = comparison.as_json(language())
    if as_json:
        print_json(document)
    else:
        _print(document, out)
    return 0


def _pair(what: tuple[str, ...], scenarios: tuple[str, str] | None) -> tuple[Any, Any, Any, Any]:
    from analysis.scenario import read_scenario
    from bpmn import read_model
    from cli.scenarios import scenario_for

    service = _service_of(what)
    if service is not None:
        models = [
            read_model(service.as_is, source_name="as-is.bpmn"),
            read_model(service.to_be, source_name="to-be.bpmn"),
        ]
        if scenarios is None:
            found = [read_scenario(service.scenario(side), source_name=f"{side}.json") for side in ("as-is", "to-be")]
            return models[0], models[1], found[0], found[1]
    elif len(what) == 2:
        models = [read_file(name) for name in what]
    else:
        raise click.UsageError("Give the key of a service (ortoo service list) or two BPMN files.")
    first, second = scenarios or (None, None)
    return models[0], models[1], scenario_for(models[0], first), scenario_for(models[1], second)


def _service_of(what: tuple[str, ...]) -> "Service | None":
    """Return the service of the library that was named, or None where files were."""
    from processes import find_service

    return find_service(what[0]) if len(what) == 1 and not Path(what[0]).is_file() else None


def _print(document: dict[str, Any], out: str | None) -> None:
    click.echo(f"{document['verdict']}\n")
    rows = [
        (row["label"], row["as_is"], row["to_be"], row["difference"], row["ci_low"], row["ci_high"], row["unit"])
        for row in document["measures"]
    ]
    print_table(("measure", "as is", "to be", "difference", "from", "to", "unit"), rows)
    click.echo("")
    for change in document["changes"]:
        click.echo(f"- {change['text']}")
    if out is not None:
        click.echo(f"\nThe report is in {out}.")
