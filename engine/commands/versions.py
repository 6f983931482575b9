"""The versions of services: how many cases each has, and whether it is suspended."""

from dataclasses import dataclass
from datetime import datetime

from engine.opening import Engine
from engine.values import DefinitionVersion

__all__ = ["VersionState", "find_versions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionState:
    """A deployed version and how it stands.

    Attributes:
        version: The version.
        cases: How many of its cases have not ended.
        is_current: Whether new cases start on it.
        suspended_at: Since when it is suspended, or None.
    """

    version: DefinitionVersion
    cases: int
    is_current: bool
    suspended_at: datetime | None


def find_versions(engine: Engine, *, service: str) -> tuple[VersionState, ...]:
    """Return the versions of a service, the newest first; none where nothing of it is deployed."""
    with engine.database.reading() as work:
        current = work.definitions.current(service)
        numbers = work.cases.count_going_on(service)
        return tuple(
            VersionState(
                version=one,
                cases=numbers.get(one.version, 0),
                is_current=one == current,
                suspended_at=work.suspensions.of_version(one.id),
            )
            for one in work.definitions.all_of(service)
        )
