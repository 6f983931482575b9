"""Incidents as rows to read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Incident
from webui.presenters.elements import element_name
from webui.presenters.work import service_name
from webui.words import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service

__all__ = ["IncidentRow", "present_incident"]

_OF_NO_CASE = {"check": _("The hourly check of the stored data"), "upkeep": _("The nightly upkeep of the stored data")}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """An incident in a list: itself, its service's name, and the name of the step or the round it happened at."""

    incident: Incident
    service: str
    step: str


def present_incident(incident: Incident, services: "Mapping[str, Service]", language: str) -> IncidentRow:
    """Return an incident as operators read it."""
    service = services.get(incident.service)
    return IncidentRow(
        incident=incident,
        service=service_name(incident.service, services, language),
        step=element_name(incident.element, service, language) or str(_OF_NO_CASE.get(incident.kind, "")),
    )
