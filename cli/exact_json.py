"""JSON with every digit of its numbers: decisions are made in decimals, and a float would round them."""

import json
from decimal import Decimal

__all__ = ["exact_json"]


def exact_json(document: object, indent: int = 0) -> str:
    """Return JSON as `cli.output.print_json` writes it, but for decimals, which keep all their digits.

    >>> exact_json(Decimal("0.3333333333333333333333333333333333"))
    '0.3333333333333333333333333333333333'
    """
    inner = " " * (indent + 2)
    if isinstance(document, dict) and document:
        parts = (
            f"{json.dumps(str(key), ensure_ascii=False)}: {exact_json(value, indent + 2)}"
            for key, value in document.items()
        )
        return "{\n" + ",\n".join(inner + part for part in parts) + "\n" + " " * indent + "}"
    if isinstance(document, list | tuple) and document:
        return "[\n" + ",\n".join(inner + exact_json(item, indent + 2) for item in document) + "\n" + " " * indent + "]"
    if isinstance(document, Decimal):
        return str(document)
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
