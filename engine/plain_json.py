"""Values as JSON that any program reads: times as ISO 8601, exact decimals as texts."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from decimal import Decimal
from typing import Any

__all__ = ["plain_json"]


def plain_json(value: Any) -> Any:  # noqa: ANN401 - the border to JSON
    """Return a value with everything that JSON has no type for written as text."""
    if isinstance(value, Mapping):
        return {str(name): plain_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    if isinstance(value, AbstractSet):
        return sorted(map(plain_json, value))
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
