"""`ortoo retention`: how long personal data is kept."""

import click

from cli.installation import find_installation
from cli.operator import shell_operator
from cli.output import print_table

__all__ = ["command"]

_DAYS = click.IntRange(0, 36_500)


@click.group("retention")
def command() -> None:
    """Say how long personal data is kept; the server and the workers erase once a night what is older."""


@command.command("show")
def show() -> int:
    """Show the rules: days after a case's end, days after an application was last saved."""
    from engine import retention_rules

    with find_installation().opened() as engine:
        rules = retention_rules(engine)
    rows = [(rule.service or "(all others)", _told(rule.case_days), _told(rule.draft_days)) for rule in rules]
    print_table(("service", "cases", "applications"), rows or [("(all others)", "for ever", "30 days")])
    return 0


@command.command("set")
@click.argument("service", required=False, default="")
@click.option("--case-days", type=_DAYS, help="How long after its end a case is erased; for ever without it.")
@click.option("--draft-days", type=_DAYS, default=30, show_default=True, help="How long an unsent application is kept.")
def set_rule(service: str, case_days: int | None, draft_days: int) -> int:
    """Set the rule of SERVICE, or of all services that have none of their own."""
    from engine import RetentionRule, set_retention

    rule = RetentionRule(service=service, case_days=case_days, draft_days=draft_days)
    with find_installation().opened() as engine:
        set_retention(engine, rule=rule, actor=shell_operator())
    click.echo(f"{service or 'All others'}: cases {_told(case_days)}, applications {_told(draft_days)}.")
    return 0


@command.command("run")
def run() -> int:
    """Erase now what is older than the rules say, instead of tonight."""
    from engine import do_upkeep

    with find_installation().opened() as engine:
        done = do_upkeep(engine)
    click.echo(f"{done.cases} cases erased, {done.drafts} applications dropped, {done.files} files removed.")
    return 0


@command.command("erase")
@click.argument("reference")
@click.option("--reason", required=True, help="On what ground; kept in the audit trail, so without personal data.")
@click.confirmation_option(prompt="What is erased cannot be had back. Go on?")
def erase(reference: str, reason: str) -> int:
    """Erase the personal data of the ended case REFERENCE now; its statistics stay."""
    from engine import erase_case

    with find_installation().opened() as engine:
        erase_case(engine, reference=reference, reason=reason, actor=shell_operator())
    click.echo(f"{reference}: erased. Backups made before still hold it until they are deleted.")
    return 0


def _told(days: int | None) -> str:
    return "for ever" if days is None else f"{days} days"
