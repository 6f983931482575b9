"""The expressions in models: one closed runtime behind three front ends (FEEL, a Python subset, JUEL).

What an expression can do is what `bpmn.expressions.tree` has nodes for and what the table of operations holds: values
in, a value out, within bounds on steps, time, depth and size. Nothing of Python can be reached from a model's text.
"""

from bpmn.expressions.compile import (
    CompiledExpression,
    Evaluation,
    compile_expression,
    compile_unary_tests,
    refuse_vain_calls,
)
from bpmn.expressions.errors import (
    BudgetExceededError,
    ExpressionError,
    ExpressionEvaluationError,
    ExpressionRefusedError,
    ExpressionSyntaxError,
    ScriptThrewError,
)
from bpmn.expressions.interchange import JsonValue, from_json, to_json
from bpmn.expressions.language import Language, decide_language
from bpmn.expressions.run import Reason
from bpmn.expressions.script import CompiledScript, compile_script

__all__ = [
    "BudgetExceededError",
    "CompiledExpression",
    "CompiledScript",
    "Evaluation",
    "ExpressionError",
    "ExpressionEvaluationError",
    "ExpressionRefusedError",
    "ExpressionSyntaxError",
    "JsonValue",
    "Language",
    "Reason",
    "ScriptThrewError",
    "compile_expression",
    "compile_script",
    "compile_unary_tests",
    "decide_language",
    "from_json",
    "refuse_vain_calls",
    "to_json",
]
