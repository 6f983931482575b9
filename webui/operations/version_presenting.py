"""Versions of services and what moving cases between them would do, as rows to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bpmn import read_model
from engine import Engine, MigrationReport, VersionState, find_versions, read_deployed_model, suspended_services
from webui.operations.control_presenting import Place
from webui.presenters.work import service_name

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["AT_ONCE", "MigrationPage", "ServiceRow", "VersionRow", "present_migration", "present_services"]

AT_ONCE = 200
"""How many cases a page moves: what takes longer than a few seconds belongs to the command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version in a list.

    Attributes:
        number: Its number.
        deployed_at: When it was deployed.
        cases: How many of its cases have not ended.
        is_current: Whether new cases start on it.
        is_suspended: Whether it is suspended.
        target: The version its cases would go to, None where there is no use in that.
    """

    number: int
    deployed_at: datetime
    cases: int
    is_current: bool
    is_suspended: bool
    target: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A service in a list, with its versions."""

    key: str
    name: str
    is_suspended: bool
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedRow:
    """An element without a counterpart: itself, why, and what was chosen for it."""

    element: str
    name: str
    reason: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """What becomes of one case."""

    reference: str
    is_moved: bool
    places: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationPage:
    """Moving the cases of a version.

    Attributes:
        key: The service's key.
        service: Its name.
        source: The version that cases come from.
        target: The version they go to.
        case: The only case that is moved, "" for all of the version.
        is_done: Whether it was done, not only tried.
        moved: How many cases were, or could be, moved.
        total: Of how many.
        waiting: How many cases of the version go on in all.
        at_once: How many a page moves.
        renamed: Elements that have another name or id there, as a text each.
        unmapped: Elements without a counterpart.
        choices: The elements of the target, to choose counterparts from.
        outcomes: What becomes of the first cases; those that stay come first.
        problem: Why nothing could be tried, "" where it was.
    """

    key: str
    service: str
    source: int
    target: int
    case: str
    is_done: bool
    moved: int
    total: int
    waiting: int
    at_once: int
    renamed: tuple[str, ...]
    unmapped: tuple[UnmappedRow, ...]
    choices: tuple[Place, ...]
    outcomes: tuple[OutcomeRow, ...]
    problem: str


def present_services(engine: Engine, services: "Mapping[str, Service]", language: str) -> tuple[ServiceRow, ...]:
    """Return the services that are deployed, each with its versions."""
    held = set(suspended_services(engine))
    found = ((key, find_versions(engine, service=key)) for key in services)
    return tuple(
        ServiceRow(
            key=key,
            name=service_name(key, services, language),
            is_suspended=key in held,
            versions=tuple(_version(one, versions) for one in versions),
        )
        for key, versions in found
        if versions
    )


def present_migration(
    engine: Engine,
    key: str,
    numbers: tuple[int, int],
    report: MigrationReport | None,
    wanted: Mapping[str, str],
    problem: str,
    *,
    case: str,
    services: "Mapping[str, Service]",
    language: str,
) -> MigrationPage:
    """Return what moving cases does, or would do."""
    old, new = (_names(engine, key, number, services.get(key), language) for number in numbers)
    unmapped = report.plan.unmapped if report else {}
    chosen = {element: unmapped[element].into(language) for element in unmapped} | dict.fromkeys(wanted, "")
    outcomes = sorted(report.outcomes, key=lambda one: one.is_migrated) if report else []
    return MigrationPage(
        key=key,
        service=service_name(key, services, language),
        source=numbers[0],
        target=numbers[1],
        case=case,
        is_done=report is not None and not report.is_dry_run,
        moved=report.migrated if report else 0,
        total=len(report.outcomes) if report else 0,
        waiting=sum(one.cases for one in find_versions(engine, service=key) if one.version.version == numbers[0]),
        at_once=AT_ONCE,
        renamed=tuple(f"{old.get(a, a)} → {new.get(b, b)}" for a, b in (report.plan.renamed if report else {}).items()),
        unmapped=tuple(
            UnmappedRow(element=one, name=old.get(one, one), reason=reason, chosen=wanted.get(one, ""))
            for one, reason in chosen.items()
        ),
        choices=tuple(Place(value=element, label=name) for element, name in new.items()),
        outcomes=tuple(
            OutcomeRow(
                reference=one.reference,
                is_moved=one.is_migrated,
                places=tuple(old.get(a, a) if old.get(a) == new.get(b) else f"{old.get(a, a)} → {new.get(b, b)}"
                             for a, b in one.moved),
                remarks=tuple(text.into(language) for text in (*one.obstacles, *one.warnings)),
            )
            for one in outcomes
        ),
        problem=problem,
    )  # fmt: skip


def _version(one: VersionState, versions: tuple[VersionState, ...]) -> VersionRow:
    current = next((other.version.version for other in versions if other.is_current), None)
    return VersionRow(
        number=one.version.version,
        deployed_at=one.version.deployed_at,
        cases=one.cases,
        is_current=one.is_current,
        is_suspended=one.suspended_at is not None,
        target=current if one.cases and not one.is_current else None,
    )


def _names(engine: Engine, key: str, number: int, service: "Service | None", language: str) -> dict[str, str]:
    """Return what people call the elements of a version, by id; of a version that is not there none."""
    version = next((one.version for one in find_versions(engine, service=key) if one.version.version == number), None)
    if version is None:
        return {}
    content = read_deployed_model(engine, model_sha256=version.model_sha256)
    told = service.element_names(language) if service else {}
    nodes = read_model(content, source_name=version.model_name).nodes.values()
    return {node.id: told.get(node.id) or node.name or node.id for node in nodes}
