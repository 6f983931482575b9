"""`ortoo decide`: evaluates a decision of a DMN file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.exact_json import exact_json
from cli.output import language
from cli.typed_data import typed_object

if TYPE_CHECKING:
    from bpmn.decisions import DecisionModel, DecisionResult

__all__ = ["command"]


@click.command("decide")
@click.argument("file")
@click.option(
    "--decision",
    default=None,
    help="Id or name of a decision, decision service or knowledge model; not needed where one uses all others.",
)
@click.option(
    "--data",
    callback=typed_object,
    help='The inputs: JSON, in which dates are texts, or a context of FEEL ({born: @"2001-05-09"}), or @file.',
)
@click.option(
    "--explain", is_flag=True, help="Also say what was made on the way, which rules fired, and which nearly did."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(file: str, decision: str | None, data: dict[str, Any], *, explain: bool, as_json: bool) -> int:
    """Evaluate a decision of a DMN file.

    Data by the name of a decision that is required stand for its result.
    """
    from bpmn.decisions import evaluate_decision, read_decision_file

    model, imports = read_decision_file(Path(file))
    wanted = decision or _only(model)
    result = evaluate_decision(model, wanted, data, imports=imports, explain=explain, takes_decisions=True)
    if as_json:
        click.echo(exact_json(_document(result) | (_explained(result) if explain else {})))
    else:
        click.echo(exact_json(result.result))
        _print(result, model, is_explained=explain)
    return 1 if result.result is None and result.errors else 0


def _only(model: "DecisionModel") -> str:
    main = model.main_decisions
    if len(main) != 1:
        raise click.UsageError(
            f"The file has {len(model.decisions)} decisions; name one with --decision: {', '.join(model.decisions)}"
        )
    return main[0].id


def _document(result: "DecisionResult") -> dict[str, object]:
    return {
        "result": result.result,
        "errors": [error.into(language()) for error in result.errors],
        "rules": [
            {
                "decision": rule.decision,
                "rule": rule.rule,
                "id": rule.rule_id,
                "inputs": rule.inputs,
                "outputs": rule.outputs,
            }
            for rule in result.rules
        ],
    }


def _explained(result: "DecisionResult") -> dict[str, object]:
    from bpmn.expressions import to_json

    return {
        "notes": [note.into(language()) for note in result.notes],
        "made": [
            {"kind": one.kind, "id": one.id, "name": one.name, "value": to_json(one.value)} for one in result.made
        ],
        "tables": [
            {
                "decision": table.decision,
                "hit_policy": table.hit_policy,
                "aggregation": table.aggregation or None,
                "inputs": {label: to_json(value) for label, value in table.given.items()},
                "rules": [
                    {
                        "rule": rule.rule,
                        "id": rule.rule_id,
                        "fired": rule.has_fired,
                        "refused": [
                            {"input": cell.label, "test": cell.test, "value": to_json(cell.value)}
                            for cell in rule.refusals
                        ],
                    }
                    for rule in table.rules
                ],
            }
            for table in result.tables
        ],
    }


def _print(result: "DecisionResult", model: "DecisionModel", *, is_explained: bool) -> None:
    from bpmn.decisions.explanation import explain
    from bpmn.decisions.reasons import missing_in

    for line in explain(result, model.names) if is_explained else ():
        click.echo("  " * line.level + line.text.into(language()))
    for error in result.errors:
        click.echo(error.into(language()), err=True)
    unsaid = [note for note in result.notes if not is_explained and missing_in([note])]
    for note in unsaid:
        click.echo(note.into(language()), err=True)
