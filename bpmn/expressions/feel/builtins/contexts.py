"""Functions of contexts (DMN 1.5 §10.3.4.10)."""

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["REGISTRY"]

REGISTRY = Registry()


@REGISTRY.add("get value", "m: context, key: string")
def _get_value(_run: Run, context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@REGISTRY.add("get entries", "m: context")
def _get_entries(run: Run, context: dict[str, Value]) -> Value:
    run.spend_list(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@REGISTRY.add("context", "entries: list")
def _context(run: Run, entries: list[dict[str, Value]]) -> Value:
    run.spend_list(len(entries))
    result: dict[str, Value] = {}
    for entry in entries:
        key = entry["key"]
        if not isinstance(key, str) or key in result:
            return None
        result[key] = entry["value"]
    return result


@REGISTRY.add("context put", "context: context, key: string, value: Any")
def _context_put(run: Run, context: dict[str, Value], key: str, value: Value) -> Value:
    run.spend_list(len(context))
    return {**context, key: value}


@REGISTRY.add("context put", "context: context, keys: list, value: Any")
def _context_put_deep(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    run.spend_list(len(context) + len(keys))
    if not keys:
        return None
    first = keys[0]
    if not isinstance(first, str):
        return None
    if len(keys) == 1:
        return {**context, first: value}
    # The standard puts the changed `context.key` back, and that is null where there is no such context.
    inner = context.get(first)
    if not isinstance(inner, dict):
        return None
    changed = _context_put_deep(run, inner, keys[1:], value)
    return None if changed is None else {**context, first: changed}


@REGISTRY.add("context merge", "contexts: list")
def _context_merge(run: Run, contexts: list[dict[str, Value]]) -> Value:
    result: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        run.spend_list(len(context))
        result.update(context)
    return result
