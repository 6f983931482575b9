"""Functions of lists (DMN 1.5 §10.3.4.4, §10.3.4.9)."""

import functools
from decimal import Decimal

from bpmn.expressions.feel.access import call
from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.numbers import whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import Function, Value

__all__ = ["REGISTRY"]

REGISTRY = Registry()


def _is_same(run: Run, left: Value, right: Value) -> bool:
    return equal(left, right, run) is True


def _place(position: Decimal, length: int) -> int | None:
    """Return the 0-based index of a position that counts from 1, or from -1 at the end; None outside of the list."""
    index = whole(position)
    if index == 0 or abs(index) > length:
        return None
    return index - 1 if index > 0 else length + index


@REGISTRY.add("count", "list: list")
def _count(_run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


@REGISTRY.add("list contains", "list: list, element: Any")
def _list_contains(run: Run, items: list[Value], element: Value) -> Value:
    run.spend(len(items))
    return any(_is_same(run, item, element) for item in items)


@REGISTRY.add("sublist", "list: list, start position: number, length: number?")
def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    run.spend_list(len(items))
    first = _place(start, len(items))
    if first is None:
        return None
    if length is None:
        return items[first:]
    end = first + whole(length)
    return items[first:end] if first < end <= len(items) else None


@REGISTRY.add("append", "list: list, item: Any", variadic=True)
def _append(run: Run, items: Value, *new: Value) -> Value:
    if items is None:
        return None
    before = items if isinstance(items, list) else [items]
    run.spend_list(len(before) + len(new))
    return [*before, *new]


def _joined(run: Run, lists: tuple[Value, ...]) -> list[Value]:
    result: list[Value] = []
    for part in lists:
        items = part if isinstance(part, list) else [part]
        run.spend_list(len(result) + len(items))
        result.extend(items)
    return result


@REGISTRY.add("concatenate", "list: list", variadic=True)
def _concatenate(run: Run, *lists: Value) -> Value:
    return None if any(part is None for part in lists) else _joined(run, lists)


@REGISTRY.add("union", "list: list", variadic=True)
def _union(run: Run, *lists: Value) -> Value:
    return _distinct_values(run, _joined(run, lists))


@REGISTRY.add("insert before", "list: list, position: number, newItem: Any")
def _insert_before(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    run.spend_list(len(items) + 1)
    place = _place(position, len(items))
    return None if place is None else [*items[:place], new, *items[place:]]


@REGISTRY.add("remove", "list: list, position: number")
def _remove(run: Run, items: list[Value], position: Decimal) -> Value:
    run.spend_list(len(items))
    place = _place(position, len(items))
    return None if place is None else items[:place] + items[place + 1 :]


@REGISTRY.add("list replace", "list: list, position: number, newItem: Any")
def _replace_at(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    run.spend_list(len(items))
    place = _place(position, len(items))
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


@REGISTRY.add("list replace", "list: list, match: function, newItem: Any")
def _replace_where(run: Run, items: list[Value], match: Function, new: Value) -> Value:
    run.spend_list(len(items))
    decisions = [call(run, match, item, new) for item in items]
    if any(decision is not True and decision is not False for decision in decisions):
        return None
    return [new if decision else item for item, decision in zip(items, decisions, strict=True)]


@REGISTRY.add("reverse", "list: list")
def _reverse(run: Run, items: list[Value]) -> Value:
    run.spend_list(len(items))
    return items[::-1]


@REGISTRY.add("index of", "list: list, match: Any")
def _index_of(run: Run, items: list[Value], match: Value) -> Value:
    run.spend_list(len(items))
    return [Decimal(index) for index, item in enumerate(items, start=1) if _is_same(run, item, match)]


@REGISTRY.add("distinct values", "list: list")
def _distinct_values(run: Run, items: list[Value]) -> Value:
    kept: list[Value] = []
    for item in items:
        run.spend(1 + len(kept))
        if not any(_is_same(run, item, other) for other in kept):
            kept.append(item)
    return kept


@REGISTRY.add("flatten", "list: list")
def _flatten(run: Run, items: list[Value]) -> Value:
    flat: list[Value] = []
    waiting = items[::-1]
    while waiting:
        run.spend()
        item = waiting.pop()
        if isinstance(item, list):
            run.spend(len(item))
            waiting.extend(item[::-1])
        else:
            flat.append(item)
    return flat


@REGISTRY.add("sort", "list: list, precedes: function")
def _sort(run: Run, items: list[Value], precedes: Function) -> Value:
    def comes_first(left: Value, right: Value) -> bool:
        run.spend()
        answer = call(run, precedes, left, right)
        if answer is None:
            raise ValueError
        return answer is True

    def compare(left: Value, right: Value) -> int:
        if comes_first(left, right):
            return -1
        return 1 if comes_first(right, left) else 0

    return sorted(items, key=functools.cmp_to_key(compare))
