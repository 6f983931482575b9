"""The errors of this room: what could not be done, to what, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime

from bpmn.language import Text

__all__ = [
    "AlreadyClaimedError",
    "AlreadyDoneError",
    "ConflictError",
    "EngineError",
    "NotAllowedError",
    "NotExecutableError",
    "NotFoundError",
]


class EngineError(Exception):
    """Something could not be done.

    Attributes:
        text: The sentence for a person, translatable.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


class NotExecutableError(EngineError):
    """The model holds something that cannot be run.

    Attributes:
        findings: What was found, as `bpmn.check` says it.
        elements: Ids of the elements concerned.
    """

    def __init__(self, text: Text, *, findings: Sequence[object] = (), elements: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.findings = tuple(findings)
        self.elements = tuple(elements)


# What the store and the commands refuse.


class NotFoundError(EngineError):
    """There is nothing of that name.

    Attributes:
        kind: What was looked for: "case", "work item", "draft", …
        key: What it was looked for by.
    """

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(Text("There is no {kind} {key}.", kind=Text(kind), key=key))
        self.kind = kind
        self.key = key


class NotAllowedError(EngineError):
    """The actor may not do this."""


class AlreadyClaimedError(EngineError):
    """Somebody else has taken the work item.

    Attributes:
        by: Their name.
        at: When, or None where that was not recorded.
    """

    def __init__(self, *, by: str, at: datetime | None) -> None:
        super().__init__(Text("{by} has already taken this.", by=by))
        self.by = by
        self.at = at


class AlreadyDoneError(EngineError):
    """The work item is no longer open: it has been completed, or its case went another way.

    Attributes:
        by: The name of who completed it, "" where nobody did.
        by_id: Their id, so that one's own double click can be told from somebody else's work.
        at: When it was completed or withdrawn.
    """

    def __init__(self, *, by: str, by_id: str, at: datetime | None) -> None:
        text = Text("{by} has already done this.", by=by) if by else Text("This no longer waits to be done.")
        super().__init__(text)
        self.by = by
        self.by_id = by_id
        self.at = at


class ConflictError(EngineError):
    """Somebody else changed the same thing at the same moment; nothing was done, and trying again is safe."""

    def __init__(self) -> None:
        super().__init__(Text("This was changed by someone else at the same moment. Please try again."))
