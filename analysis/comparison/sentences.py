"""Several names or clauses in one sentence, each kept apart so that it can still be shown in another language."""

from collections.abc import Sequence
from functools import reduce
from typing import Literal

from bpmn.language import Text

__all__ = ["listed"]

_JOINS = {
    ", ": lambda first, second: Text("{first}, {second}", first=first, second=second),
    "; ": lambda first, second: Text("{first}; {second}", first=first, second=second),
    " ": lambda first, second: Text("{first} {second}", first=first, second=second),
}


def listed(parts: Sequence[Text | str], separator: Literal[", ", "; ", " "] = ", ") -> Text:
    """Return the parts as one `Text`; of no part at all "-".

    >>> str(listed(["Check", "Register"]))
    'Check, Register'
    """
    texts = [part if isinstance(part, Text) else Text("{part}", part=part) for part in parts]
    return reduce(_JOINS[separator], texts) if texts else Text("-")
