"""One incident as a page to read, and values as its form writes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine import IncidentDetails, Json
from webui.operations.presenting import IncidentRow, present_incident

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["IncidentPage", "ValueUnreadableError", "present_incident_page", "read_value"]


class ValueUnreadableError(ValueError):
    """What was written as a value is no JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """An incident with what whoever mends it needs to see.

    Attributes:
        row: The incident as in the list.
        error: What went wrong last.
        topic: What the machine was to do, "" for none.
        inputs: What the job was given, as JSON.
        variables: The case's variables and their values as JSON.
        can_skip: Whether the step can be left out.
        is_over: Whether it needs nobody any more.
    """

    row: IncidentRow
    error: str
    topic: str
    inputs: str
    variables: tuple[tuple[str, str], ...]
    can_skip: bool
    is_over: bool


def present_incident_page(found: IncidentDetails, services: "Mapping[str, Service]", language: str) -> IncidentPage:
    """Return an incident's page."""
    return IncidentPage(
        row=present_incident(found.incident, services, language),
        error=found.error,
        topic=found.topic,
        inputs=_as_json(found.inputs, indent=2),
        variables=tuple((name, _as_json(value)) for name, value in sorted(found.variables.items())),
        can_skip=found.can_skip,
        is_over=found.incident.resolved_at is not None,
    )


def read_value(text: str) -> Json:
    """Return the value that was written as JSON; numbers stay exact.

    Raises:
        ValueUnreadableError: If it is none.
    """
    try:
        value: Json = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueUnreadableError from error
    return value


def _refuse(constant: str) -> None:
    raise ValueUnreadableError(constant)


def _as_json(value: Any, indent: int | None = None) -> str:  # noqa: ANN401 - the border to JSON
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_number)


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return dict(value) if isinstance(value, Mapping) else str(value)
