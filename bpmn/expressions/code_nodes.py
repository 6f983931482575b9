"""The Python nodes that compiled code is made of, in short."""

import ast

from bpmn.expressions.place import line_of

__all__ = ["at", "call", "either", "entry", "function", "is_same", "load", "named"]


def load(name: str) -> ast.Name:
    """Return the code that reads a name."""
    return ast.Name(id=name, ctx=ast.Load())


def function(parameters: tuple[str, ...], body: ast.expr, defaults: list[ast.expr] | None = None) -> ast.Lambda:
    """Return the code of a function of these names."""
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(arg=parameter) for parameter in parameters],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=defaults or [],
    )
    return ast.Lambda(args=arguments, body=body)


def at(position: int | None, code: ast.expr) -> ast.expr:
    """Return the code with its place in the source; parts without a place of their own take it over."""
    if position is not None and not hasattr(code, "lineno"):
        code.lineno = code.end_lineno = line_of(position)
        code.col_offset = code.end_col_offset = 0
    return code


def call(function: ast.expr, *arguments: ast.expr) -> ast.Call:
    """Return the code of a call by position."""
    return ast.Call(func=function, args=list(arguments), keywords=[])


def is_same(left: ast.expr, right: ast.expr) -> ast.expr:
    """Return the code of `left is right`."""
    if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
        # Python would warn of this on the standard error.
        return ast.Constant(value=left.value is right.value)
    return ast.Compare(left=left, ops=[ast.Is()], comparators=[right])


def either(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
    """Return the code of a choice."""
    return ast.IfExp(test=test, body=then, orelse=otherwise)


def entry(mapping: str, key: str) -> ast.Subscript:
    """Return the code of the entry of a mapping of that name."""
    return ast.Subscript(value=load(mapping), slice=ast.Constant(value=key), ctx=ast.Load())


def named(name: str, value: ast.expr) -> ast.NamedExpr:
    """Return the code that gives a value a name and has that value."""
    return ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=value)
