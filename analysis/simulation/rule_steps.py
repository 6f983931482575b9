"""An expression as steps of the kernel's machine: its own where it has them, else a look-up in a table made before."""

from collections.abc import Callable, Mapping

from analysis.scenario.attributes import Scalar
from analysis.simulation.domains import Domain, Step, UnsupportedError, domain_of
from analysis.simulation.lookups import Axis, axis_of, cuts_of, tabulate
from analysis.simulation.rule_code import code_of, scalar_of
from analysis.simulation.rule_codes import LOOK_UP
from bpmn.expressions import (
    CompiledExpression,
    ExpressionError,
    ExpressionEvaluationError,
    Language,
    compile_expression,
)
from bpmn.expressions.compile import parse
from bpmn.expressions.tree import Node
from bpmn.model import Expression

__all__ = ["steps_of"]

Columns = Callable[[tuple[Axis, ...], list[Scalar]], int]


def steps_of(rule: Expression, domains: Mapping[str, Domain], add_lookup: Columns) -> tuple[list[Step], Domain]:
    """Return the steps that evaluate an expression, and what it can come to.

    Args:
        rule: The expression.
        domains: What each attribute can be.
        add_lookup: Puts results by attributes into the kernel's tables and returns their row.

    Raises:
        UnsupportedError: If it cannot be read, or depends on too much for a table.
    """
    try:
        language = Language(rule.language)
        tree = parse(rule.text, language, frozenset(domains))
        try:
            return code_of(tree, domains)
        except UnsupportedError:
            return _looked_up(rule, tree, language, domains, add_lookup)
    except (ExpressionError, ValueError) as error:
        raise UnsupportedError from error


def _looked_up(
    rule: Expression, tree: Node, language: Language, domains: Mapping[str, Domain], add_lookup: Columns
) -> tuple[list[Step], Domain]:
    compiled = compile_expression(rule.text, language, names=frozenset(domains))
    cuts = cuts_of(tree, frozenset(name for name, domain in domains.items() if domain.has_numbers))
    names = sorted(compiled.names & set(domains))
    axes = tuple(axis_of(name, domains[name], cuts.get(name, ())) for name in names)
    column = tabulate(axes, lambda cell: {"": _scalar(compiled, cell)})[""]
    return [(LOOK_UP, add_lookup(axes, column))], domain_of(column)


def _scalar(compiled: CompiledExpression, cell: Mapping[str, Scalar]) -> Scalar:
    try:
        return scalar_of(compiled.evaluate(cell).value)
    except ExpressionEvaluationError:
        return None
