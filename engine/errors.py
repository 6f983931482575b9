"""The errors of this room: what went wrong in a case or at its deployment, where, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime

from bpmn.language import Text

__all__ = [
    "AlreadyClaimedError",
    "AlreadyDoneError",
    "AlreadySentError",
    "BudgetExceededError",
    "CaseEndedError",
    "ConflictError",
    "DataRefusedError",
    "EngineError",
    "ExpressionFailedError",
    "MigrationRefusedError",
    "ModificationRefusedError",
    "NoFlowError",
    "NotAllowedError",
    "NotExecutableError",
    "NotFoundError",
    "ReasonMissingError",
    "StateFormatError",
    "StorageError",
    "SuspendedError",
    "UnknownActivityInstanceError",
    "UnknownProcessError",
    "WorkNotPossibleError",
    "WorkRulesError",
]


class EngineError(Exception):
    """Something about a case or a deployment cannot be done.

    Attributes:
        text: The sentence for a person, translatable.
        element: The id of the element concerned, or None.
    """

    def __init__(self, text: Text, *, element: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.element = element

    def __str__(self) -> str:
        return str(self.text)

    def into(self, language: str) -> str:
        """Return the sentence in `language` ("mn" or "en")."""
        return self.text.into(language)


class NotExecutableError(EngineError):
    """The model holds something that cannot be run; it is said at deployment, never skipped at run time.

    Attributes:
        findings: What was found: sentences, or what `bpmn.check` says.
        elements: Ids of the elements concerned.
    """

    def __init__(self, text: Text, *, findings: Sequence[object] = (), elements: Sequence[str] = ()) -> None:
        super().__init__(text, element=elements[0] if elements else None)
        self.findings = tuple(findings)
        self.elements = tuple(elements)


class BudgetExceededError(EngineError):
    """A case used up what it may use.

    Attributes:
        budget: Which one: "steps", "tokens", "instances" or "data_bytes".
        limit: How much there was of it.
    """

    def __init__(self, text: Text, *, budget: str, limit: int, element: str | None = None) -> None:
        super().__init__(text, element=element)
        self.budget = budget
        self.limit = limit


class DataRefusedError(EngineError):
    """Data handed to a case holds what is no JSON value."""


class ExpressionFailedError(EngineError):
    """An expression of the model could not be evaluated, or gave what cannot be used.

    Attributes:
        flow: The id of the sequence flow whose condition it is, or None.
    """

    def __init__(self, text: Text, *, element: str | None, flow: str | None = None) -> None:
        super().__init__(text, element=element)
        self.flow = flow


class NoFlowError(ExpressionFailedError):
    """No condition of the outgoing flows is true, and there is no default flow."""


class StateFormatError(EngineError):
    """A stored state is not one that this version reads."""


class UnknownActivityInstanceError(EngineError):
    """There is no such activity instance in the case, or it no longer waits.

    Attributes:
        instance_id: The id that was asked for.
    """

    def __init__(self, text: Text, *, instance_id: str) -> None:
        super().__init__(text)
        self.instance_id = instance_id


class UnknownProcessError(EngineError):
    """There is no process of that id in the model."""


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


class CaseEndedError(EngineError):
    """The case has ended, and what was asked for is only possible while it goes on."""

    def __init__(self) -> None:
        super().__init__(Text("This case has ended; nothing of it can be changed any more."))


class ModificationRefusedError(EngineError):
    """A case cannot be changed by hand in the way that was asked for; nothing of it was done."""


class MigrationRefusedError(EngineError):
    """A case cannot be moved to another version of its model; it stays on its own.

    Attributes:
        findings: All that stands in the way, a sentence each.
    """

    def __init__(self, text: Text, *, findings: Sequence[Text] = (), element: str | None = None) -> None:
        super().__init__(text, element=element)
        self.findings = tuple(findings)


class ReasonMissingError(EngineError):
    """What was asked for is only done with a reason that others can read."""

    def __init__(self) -> None:
        super().__init__(Text("Say why: the reason is kept with the case."))


class SuspendedError(EngineError):
    """The case, its version or its service is suspended: nothing is done in it until somebody lets it go on."""

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text("This case is suspended. It can be worked on when it has been resumed."))


class ConflictError(EngineError):
    """Somebody else changed the same thing at the same moment; nothing was done, and trying again is safe."""

    def __init__(self) -> None:
        super().__init__(Text("This was changed by someone else at the same moment. Please try again."))


class AlreadySentError(EngineError):
    """An application has been sent: it is a case by now, and its answers stay as they are."""

    def __init__(self) -> None:
        super().__init__(Text("This application has been sent already, so that it can no longer be changed."))


class StorageError(EngineError):
    """The database cannot be used: it does not answer, its disk is full, or it is not as it must be.

    Attributes:
        may_be_done: Whether what was asked for may have been done all the same: the link broke at its very end.
        reason: What the database or its driver said, for operators; `str` tells it, `into` does not.
    """

    def __init__(self, *, may_be_done: bool, reason: str) -> None:
        super().__init__(
            Text("The database stopped answering, and this may have been done all the same. Look before you try again.")
            if may_be_done
            else Text("The database cannot be used at the moment. Nothing was done; please try again later.")
        )
        self.may_be_done = may_be_done
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.text} ({self.reason})"


class WorkRulesError(EngineError):
    """What was given as a service's office hours and supervisors cannot be used."""


class WorkNotPossibleError(EngineError):
    """What was asked to be done with somebody's work makes no sense: nothing was changed."""
