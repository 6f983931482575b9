"""What `ortoo compare` says on a terminal."""

from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from cli.output import language, print_table

if TYPE_CHECKING:
    from analysis.comparison import Comparison, MeasureDifference, Shares, VariantComparison

__all__ = ["print_comparison", "print_log_comparison", "print_variants"]

_MOST_SHARES = 12
_WIDEST = 70


def print_comparison(comparison: "Comparison") -> None:
    """Say the verdict, how sure it is, every measure, what each change contributes, and the changes."""
    document = comparison.as_json(language())
    click.echo(f"{document['verdict']}\n")
    if comparison.precision is not None:
        click.echo(f"{comparison.precision.text.into(language())}\n")
    _print_measures(document["measures"])
    if comparison.shares is not None:
        _print_shares(comparison.shares)
    _print_break_evens(document["assumptions"]["stated"])
    click.echo("")
    for change in document["changes"]:
        click.echo(f"- {change['text']}")


def print_variants(found: "VariantComparison") -> None:
    """Say the verdict, and a table of all measures with what each variant changes."""
    click.echo(f"{found.verdict.into(language())}\n")
    rows = []
    for row in found.rows():
        known = next(one for one in row if one is not None)
        scale = known.scale
        cells = ["-" if one is None else _change(one) for one in row]
        rows.append((known.label.into(language()), scale.quantity(known.as_is).into(language()), *cells))
    print_table(("measure", "as is", *found.names), rows)


def print_log_comparison(document: dict[str, Any]) -> None:
    """Say the verdict, every measure, and what the figures rest on."""
    click.echo(f"{document['verdict']}\n")
    _print_measures(document["measures"])
    click.echo("")
    for text in document["remarks"]:
        click.echo(f"- {text}")


def _print_measures(measures: list[dict[str, Any]]) -> None:
    names = ("label", "as_is", "to_be", "difference", "ci_low", "ci_high", "unit")
    rows = [tuple(row[name] for name in names) for row in measures]
    print_table(("measure", "as is", "to be", "difference", "from", "to", "unit"), rows)


def _change(found: "MeasureDifference") -> str:
    """Return a variant's value with its difference; "~" before one that cannot be told from noise."""
    mark = "~" if found.outcome == "undecided" else ""
    value, difference = found.scale.number(found.to_be), found.scale.number(found.difference, signed=True)
    return f"{value} ({mark}{difference})"


def _print_shares(shares: "Shares") -> None:
    from analysis.quantities import fitting_scale

    click.echo("")
    if shares.remark is not None:
        click.echo(shares.remark.into(language()))
        return
    rows = []
    for step in shares.by_change[:_MOST_SHARES]:
        effect = step.effects["cycle_time"]
        scale = fitting_scale("elapsed", [effect.amount])
        share = "-" if effect.share is None else f"{100 * effect.share:.1f}%"
        ends = " … ".join(scale.number(end, signed=True) for end in (effect.ci_low, effect.ci_high))
        amount = scale.quantity(effect.amount, signed=True).into(language())
        rows.append((shorten(step.text.into(language()), _WIDEST, placeholder="…"), amount, ends, share))
    print_table(("what is changed", "time", "95%", "share"), rows)
    if shares.method is not None:
        click.echo(shares.method.into(language()))


def _print_break_evens(assumptions: list[dict[str, Any]]) -> None:
    rows = [
        (one["path"], f"× {one['break_even']:.2g}", one["break_even_value"], "yes" if one["turns_verdict"] else "no")
        for one in assumptions
        if one["break_even"] is not None
    ]
    if rows:
        click.echo("")
        print_table(("the difference turns at", "factor", "figure", "within its range"), rows)
