"""`ortoo decide`: evaluates a decision of a DMN file."""

from pathlib import Path
from typing import Any

import click

from cli.files import json_object
from cli.output import language, print_json

__all__ = ["command"]


@click.command("decide")
@click.argument("file")
@click.option("--decision", default=None, help="The decision's id or name; not needed where there is only one.")
@click.option("--data", callback=json_object, help="The inputs: JSON, or @file.")
@click.option("--explain", is_flag=True, help="Also say which rules fired, and on what.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(file: str, decision: str | None, data: dict[str, Any], *, explain: bool, as_json: bool) -> int:
    """Evaluate a decision of a DMN file."""
    from bpmn.decisions import evaluate_decision, read_decision_file
    from bpmn.expressions import to_json

    model, imports = read_decision_file(Path(file))
    wanted = decision or _only(tuple(model.decisions))
    result = evaluate_decision(model, wanted, data, imports=imports)
    errors = [error.into(language()) for error in result.errors]
    rules = [
        {
            "decision": rule.decision,
            "rule": rule.rule,
            "id": rule.rule_id,
            "inputs": to_json(rule.inputs),
            "outputs": to_json(rule.outputs),
        }
        for rule in result.rules
    ]
    if as_json:
        print_json({"result": to_json(result.result), "errors": errors, "rules": rules})
        return 1 if result.result is None and errors else 0
    print_json(to_json(result.result))
    for rule in rules if explain else ():
        click.echo(f"{rule['decision']}: rule {rule['rule']} fired on {rule['inputs']} and gave {rule['outputs']}")
    for error in errors:
        click.echo(error, err=True)
    return 1 if result.result is None and errors else 0


def _only(decisions: tuple[str, ...]) -> str:
    if len(decisions) != 1:
        raise click.UsageError(
            f"The file has {len(decisions)} decisions; name one with --decision: {', '.join(decisions)}"
        )
    return decisions[0]
