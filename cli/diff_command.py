"""`ortoo diff`: the difference of two models in the terms of process redesign."""

from pathlib import Path

import click

from cli.files import read_file
from cli.output import language, print_json

__all__ = ["command"]


@click.command("diff")
@click.argument("as_is")
@click.argument("to_be")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.option("--out", default=None, help="Write a page with both diagrams in the colours of the changes: .html")
def command(as_is: str, to_be: str, *, as_json: bool, out: str | None) -> int:
    """Say what has been eliminated, added, automated, moved or otherwise changed from AS_IS to TO_BE."""
    from bpmn.difference import compare_models, difference_page

    if out is not None and Path(out).suffix.lower() not in {".html", ".htm"}:
        raise click.BadParameter(f"the report is a page; name it {Path(out).stem}.html", param_hint="--out")
    before, behind = read_file(as_is), read_file(to_be)
    changes = compare_models(before, behind)
    if out is not None:
        Path(out).write_text(difference_page(before, behind, changes, language=language()), encoding="utf-8")
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
    if out is not None:
        click.echo(f"The report is in {out}.")
    return 0
