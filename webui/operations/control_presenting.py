"""What operators see before they change a case by hand: where it is, what can be started, what would happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpmn import read_model
from engine import (
    ActiveElement,
    CaseDetails,
    CaseEndedError,
    CaseStatus,
    CaseSummary,
    Engine,
    EngineError,
    Modification,
    active_elements,
    find_definition,
    read_deployed_model,
)
from webui.presenters.cases import Status, present_status
from webui.presenters.work import service_name
from webui.words import gettext as _

if TYPE_CHECKING:
    from bpmn.language import Text
    from processes.catalogue import Service

__all__ = ["ControlPage", "Forecast", "Place", "named", "present_control", "present_forecast"]

_WITH_INSIDE = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity"})
_ENDED = frozenset({CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An element as a choice: the value that a form sends, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPage:
    """A case with what can be done to it.

    Attributes:
        reference: The case.
        service: Its service's name.
        version: The number of its version.
        status: Where it stands.
        is_suspended: Whether it is suspended, by itself or with its service.
        has_ended: Whether nothing can be done to it any more.
        active: Where its tokens are, to be cancelled.
        scopes: The sub-processes and calls that are active, to start something in one of them.
        startable: Its version's elements, to be started.
        trouble: Why its places cannot be shown, "" where they are.
        key: Its service's key.
        target: The version it can be moved to, None where it is on the current one.
    """

    reference: str
    service: str
    version: int
    status: Status
    is_suspended: bool
    has_ended: bool
    active: tuple[Place, ...]
    scopes: tuple[Place, ...]
    startable: tuple[Place, ...]
    trouble: str
    key: str
    target: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a change would do, in the words of the page.

    Attributes:
        cancelled: What is broken off.
        completed: What is passed at once.
        active: Where the case is afterwards.
        status: How it stands afterwards.
        warnings: What may not be meant.
    """

    cancelled: tuple[str, ...]
    completed: tuple[str, ...]
    active: tuple[str, ...]
    status: Status
    warnings: tuple[str, ...]


def present_control(engine: Engine, case: CaseDetails, services: "Mapping[str, Service]", language: str) -> ControlPage:
    """Return a case as its operator reads it."""
    summary = case.summary
    names = named(engine, case, services.get(summary.service), language)
    active, trouble = _active(engine, summary.reference, language)
    return ControlPage(
        reference=summary.reference,
        service=service_name(summary.service, services, language),
        version=summary.version,
        status=present_status(summary.status),
        is_suspended=summary.status is CaseStatus.SUSPENDED,
        has_ended=summary.status in _ENDED,
        active=tuple(Place(value=_value(one), label=_label(one, names)) for one in active),
        scopes=tuple(
            Place(value=one.instance_id, label=_label(one, names)) for one in active if one.type in _WITH_INSIDE
        ),
        startable=tuple(Place(value=element, label=name) for element, name in names.items()),
        trouble=trouble,
        key=summary.service,
        target=_target(engine, summary),
    )


def named(engine: Engine, case: CaseDetails, service: "Service | None", language: str) -> dict[str, str]:
    """Return the elements of a case's model by id, each with what people call it."""
    model = read_model(read_deployed_model(engine, model_sha256=case.model_sha256), source_name=case.process_id)
    told = service.element_names(language) if service else {}
    return {node.id: told.get(node.id) or node.name or node.id for node in model.nodes.values()}


def present_forecast(told: Modification, names: Mapping[str, str], language: str) -> Forecast:
    """Return what a change does, in words."""
    return Forecast(
        cancelled=tuple(_label(one, names) for one in told.cancelled),
        completed=tuple(names.get(one, one) for one in told.completed),
        active=tuple(_label(one, names) for one in told.active),
        status=present_status(told.status),
        warnings=_sentences(told.warnings, language),
    )


def _active(engine: Engine, reference: str, language: str) -> tuple[tuple[ActiveElement, ...], str]:
    try:
        return active_elements(engine, reference=reference), ""
    except CaseEndedError:
        return (), ""
    except EngineError as error:
        return (), error.into(language)


def _target(engine: Engine, summary: CaseSummary) -> int | None:
    current = find_definition(engine, service=summary.service)
    is_newer = current is not None and current.version != summary.version
    return current.version if current is not None and is_newer else None


def _value(one: ActiveElement) -> str:
    return f"{one.element} {one.instance_id}"


def _label(one: ActiveElement, names: Mapping[str, str]) -> str:
    name = names.get(one.element, one.name or one.element)
    return name if one.instance_id else _("%(place)s (waits for other branches)", place=name)


def _sentences(texts: "tuple[Text, ...]", language: str) -> tuple[str, ...]:
    return tuple(text.into(language) for text in texts)
