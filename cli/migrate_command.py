"""`ortoo migrate`: running cases of a service go to another version of it."""

from typing import TYPE_CHECKING

import click

from cli.installation import find_installation
from cli.output import language, print_json, print_table

if TYPE_CHECKING:
    from engine import MigrationOutcome, MigrationReport

__all__ = ["command"]


@click.command("migrate")
@click.argument("service")
@click.option("--from", "source", type=int, required=True, help="Number of the version that cases come from.")
@click.option("--to", "target", type=int, required=True, help="Number of the version they go to.")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="An element's counterpart; OLD= for none.")
@click.option("--case", "references", multiple=True, help="Only this case; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    service: str,
    source: int,
    target: int,
    pairs: tuple[str, ...],
    references: tuple[str, ...],
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Move the running cases of SERVICE to another version, each as a whole or not at all.

    Elements are matched by id and kind, then by likeness. Ends with 1 where a case has to stay where it is.
    """
    from engine import SYSTEM, migrate_cases

    with find_installation().opened() as engine:
        report = migrate_cases(
            engine,
            service=service,
            source=source,
            target=target,
            actor=SYSTEM,
            mapping=dict(_pair(one) for one in pairs),
            references=references or None,
            dry_run=dry_run,
        )
    if as_json:
        print_json(_document(report))
    else:
        _print(report)
    return 1 if report.refused else 0


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not old or not equals:
        message = f"--map takes OLD=NEW, not {text}."
        raise click.ClickException(message)
    return old, new


def _print(report: "MigrationReport") -> None:
    plan = report.plan
    rows = [(old, new) for old, new in plan.renamed.items()]
    rows += [(old, reason.into(language())) for old, reason in plan.unmapped.items()]
    if rows:
        print_table(("element", f"in version {plan.target}"), rows)
        click.echo()
    for outcome in report.outcomes:
        for line in _lines(outcome, is_dry_run=report.is_dry_run):
            click.echo(line)
    done = "can be moved" if report.is_dry_run else "moved"
    click.echo(f"{report.migrated} of {len(report.outcomes)} cases {done} to version {plan.target}.")


def _lines(outcome: "MigrationOutcome", *, is_dry_run: bool) -> list[str]:
    if not outcome.is_migrated:
        head = f"{outcome.reference}  {'would stay' if is_dry_run else 'stays'} where it is"
        return [head, *(f"    {one.into(language())}" for one in outcome.obstacles)]
    places = ", ".join(old if old == new else f"{old} → {new}" for old, new in outcome.moved)
    return [f"{outcome.reference}  {places}", *(f"    {one.into(language())}" for one in outcome.warnings)]


def _document(report: "MigrationReport") -> dict[str, object]:
    plan = report.plan
    return {
        "service": plan.service,
        "from": plan.source,
        "to": plan.target,
        "dry_run": report.is_dry_run,
        "mapping": dict(plan.mapping),
        "unmapped": {element: reason.into(language()) for element, reason in plan.unmapped.items()},
        "migrated": report.migrated,
        "cases": [
            {
                "reference": one.reference,
                "migrated": one.is_migrated,
                "moved": [list(pair) for pair in one.moved],
                "obstacles": [text.into(language()) for text in one.obstacles],
                "warnings": [text.into(language()) for text in one.warnings],
            }
            for one in report.outcomes
        ],
    }
