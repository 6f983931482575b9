"""Reading and writing nested answers by keys with dots, as form-js does."""

from collections.abc import Mapping, MutableMapping
from typing import Any

__all__ = ["get_at", "has_at", "put_at"]


def get_at(data: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401  # JSON
    """Return what lies at `key` ("address.city"), or None."""
    found: Any = data
    for part in key.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def has_at(data: Mapping[str, Any], key: str) -> bool:
    """Return whether there is something, null included, at `key`."""
    *parents, last = key.split(".")
    parent = get_at(data, ".".join(parents)) if parents else data
    return isinstance(parent, Mapping) and last in parent


def put_at(data: MutableMapping[str, Any], key: str, value: Any) -> None:  # noqa: ANN401  # JSON
    """Put `value` at `key`, making the objects on the way."""
    *parents, last = key.split(".")
    for part in parents:
        data = data.setdefault(part, {})
    data[last] = value
