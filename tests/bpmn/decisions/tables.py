"""Small decision tables for tests."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

__all__ = ["decision_table", "graded_table"]


def decision_table(
    inputs: Sequence[tuple[str, str, str]],
    rules: Iterable[tuple[Sequence[str], str]],
    *,
    hit_policy: str = "UNIQUE",
    outputs: str = "",
    default: str = "",
) -> bytes:
    """Return a DMN file with one decision D that is one table.

    Args:
        inputs: Name, type and allowed values ("" where all are) of each input.
        rules: Input cells and the output cell of each rule.
        hit_policy: The hit policy.
        outputs: The output's values by importance, or "".
        default: The output where no rule matches, or "".
    """
    data = "".join(
        f'<inputData id="i{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind, _ in inputs
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i{name}"/></informationRequirement>' for name, _, _ in inputs
    )
    clauses = "".join(
        f'<input><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression>'
        + (f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else "")
        + "</input>"
        for name, kind, allowed in inputs
    )
    order = f"<outputValues><text>{escape(outputs)}</text></outputValues>" if outputs else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    rows = "\n".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells)
        + f"<outputEntry><text>{escape(output)}</text></outputEntry></rule>"
        for cells, output in rules
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="t" namespace="urn:t" id="t">'
        f'{data}<decision id="D" name="D"><variable name="D"/>{needs}<decisionTable hitPolicy="{hit_policy}">{clauses}'
        f'<output name="">{order}{otherwise}</output>\n{rows}</decisionTable></decision></definitions>'
    ).encode()


def graded_table(rules: int) -> bytes:
    """Return a table of so many rules over a number and a text, of which one matches each number in its range.

    Rule `n`, from 0, is for `age` from 10 n up to the next, and each second one for the kinds "a" and "b" only; it
    gives the text "r<n>". Ten and a thousand of them are what `bench` measures.
    """
    rows = [
        ([f"[{number * 10}..{number * 10 + 10})", '"a", "b"' if number % 2 else "-"], f'"r{number}"')
        for number in range(rules)
    ]
    return decision_table([("age", "number", ""), ("kind", "string", "")], rows)
