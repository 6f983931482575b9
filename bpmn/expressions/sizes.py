"""How large a value is. Parts may be shared, so that a value written out is far larger than what memory holds of it."""

from decimal import Decimal

from bpmn.expressions.errors import BudgetExceededError
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.values import Range, Value
from bpmn.language import Text

__all__ = ["check_size", "pay_for_text"]

_MOST_PARTS = 500_000
_DEEPEST = 100
_SHORT = 40


def check_size(value: Value) -> int:
    """Return how many characters a value takes at most where it is written as text.

    Raises:
        BudgetExceededError: If it has more than 500,000 parts, or they are nested more than 100 deep.
    """
    parts, characters = 0, 0
    waiting: list[tuple[Value, int]] = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        inner = _parts_of(part)
        parts += 1 + len(inner)
        if parts > _MOST_PARTS or depth > _DEEPEST:
            raise BudgetExceededError(
                Text("A value would have more than {parts} parts, or be nested too deep.", parts=_MOST_PARTS)
            )
        characters += _characters_of(part)
        waiting.extend((one, depth + 1) for one in inner)
    return characters


def pay_for_text(run: Run, value: Value) -> None:
    """Pay for writing a value as text.

    Raises:
        BudgetExceededError: If the text would be too long.
    """
    if not isinstance(value, str):
        run.spend_text(min(check_size(value), 2 * LIMITS.text_characters))


def _parts_of(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return list(value.values())
    return [value.start, value.end] if isinstance(value, Range) else []


def _characters_of(value: Value) -> int:
    if isinstance(value, str):
        return 2 * len(value)
    if isinstance(value, Decimal):
        return _SHORT + abs(value.adjusted())
    return sum(map(len, value)) + 4 * len(value) if isinstance(value, dict) else _SHORT
