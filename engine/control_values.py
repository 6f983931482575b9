"""What is asked for, and what is told, when a case is changed by hand or moved to another version of its model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bpmn.language import Text
from engine.tokens.modifying import ActiveElement
from engine.values import CaseStatus, Json

__all__ = [
    "ActiveElement",
    "Change",
    "ChangeKind",
    "MigrationOutcome",
    "MigrationPlan",
    "MigrationReport",
    "Modification",
]


class ChangeKind(StrEnum):
    """What is done at an element.

    CANCEL breaks off its instances; BEFORE puts a token before it; AFTER lets a token go on from it as if it were done.
    """

    CANCEL = "cancel"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing to be changed in a case by hand. To move a token is to cancel at one element and start at another.

    Attributes:
        kind: What is done.
        element: The element's id.
        instance_id: To cancel only this one of its instances; "" for all of them.
        inside: To start in this sub-process instance where there are several; None where there is no need to say.
        variables: What is set before the token is put there.
    """

    kind: ChangeKind
    element: str
    instance_id: str = ""
    inside: str | None = None
    variables: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modification:
    """What changing a case by hand has done, or would do.

    Attributes:
        reference: The case.
        is_dry_run: Whether nothing was done.
        status: The status it has, or would have, afterwards.
        cancelled: What is broken off.
        completed: The ids of the elements that are passed at once, in order.
        active: Where the case is afterwards.
        warnings: What may not be meant: joins that would wait forever, elements that would run twice, a case that would
            end.
    """

    reference: str
    is_dry_run: bool
    status: CaseStatus
    cancelled: tuple[ActiveElement, ...]
    completed: tuple[str, ...]
    active: tuple[ActiveElement, ...]
    warnings: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationPlan:
    """How the elements of one version of a service become those of another.

    Attributes:
        service: The service's key.
        source: The number of the version that cases come from.
        target: The number of the version they go to.
        mapping: By the id of each element of the source that has one: the id of its counterpart.
        renamed: Those of them that have another id.
        unmapped: By the id of each element that has none: why.
    """

    service: str
    source: int
    target: int
    mapping: Mapping[str, str]
    renamed: Mapping[str, str]
    unmapped: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationOutcome:
    """What became of one case, or would.

    Attributes:
        reference: The case.
        is_migrated: Whether it is, or could be, moved.
        moved: Where it is: the element it is at, and its counterpart.
        obstacles: What stands in the way, a sentence each.
        warnings: What is lost or may not be meant, a sentence each.
    """

    reference: str
    is_migrated: bool
    moved: tuple[tuple[str, str], ...] = ()
    obstacles: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """What became of the cases of a version, or would.

    Attributes:
        plan: How elements are mapped.
        is_dry_run: Whether nothing was done.
        outcomes: One for each case, in the order in which they started.
    """

    plan: MigrationPlan
    is_dry_run: bool
    outcomes: tuple[MigrationOutcome, ...]

    @property
    def migrated(self) -> int:
        """How many cases were, or could be, moved."""
        return sum(outcome.is_migrated for outcome in self.outcomes)

    @property
    def refused(self) -> tuple[MigrationOutcome, ...]:
        """The cases that stay where they are."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_migrated)
