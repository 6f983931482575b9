"""The expressions in models: one closed runtime behind three front ends (FEEL, a Python subset, JUEL).

What an expression can do is what `bpmn.expressions.tree` has nodes for and what the table of operations holds: values
in, a value out, within bounds on steps, time, depth and size. Nothing of Python can be reached from a model's text.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

# Found when they are asked for: most who read a model evaluate nothing, and need not wait for three front ends.
_PLACES = {
    "compile": ("CompiledExpression", "Evaluation", "compile_expression", "compile_unary_tests", "refuse_vain_calls"),
    "errors": (
        "BudgetExceededError",
        "ExpressionError",
        "ExpressionEvaluationError",
        "ExpressionRefusedError",
        "ExpressionSyntaxError",
        "ScriptThrewError",
    ),
    "interchange": ("JsonValue", "from_json", "to_json"),
    "language": ("Language", "decide_language"),
    "run": ("Reason",),
    "script": ("CompiledScript", "compile_script"),
}


def __getattr__(name: str) -> object:
    for place, names in _PLACES.items():
        if name in names:
            found: object = getattr(importlib.import_module(f"{__name__}.{place}"), name)
            globals()[name] = found
            return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
