"""`ortoo eval`: evaluates an expression."""

from typing import Any

import click

from cli.output import language as shown_language
from cli.output import print_json
from cli.typed_data import typed_object

__all__ = ["command"]


@click.command("eval")
@click.argument("expression")
@click.option("--data", callback=typed_object, help="The variables: JSON, or a context of FEEL, or @file.")
@click.option("--language", type=click.Choice(["feel", "python", "juel"]), default="feel", show_default=True)
def command(expression: str, data: dict[str, Any], language: str) -> int:
    """Evaluate EXPRESSION and print its value as JSON; why a value is null goes to stderr."""
    from bpmn.expressions import Language, Reason, compile_expression, from_json, to_json

    variables = {name: from_json(value) for name, value in data.items()}
    evaluation = compile_expression(expression, Language(language)).evaluate(variables)
    print_json(to_json(evaluation.value))
    for reason in evaluation.reasons:
        shown = reason.located if isinstance(reason, Reason) else reason
        click.echo(shown.into(shown_language()), err=True)
    return 0
