"""A case as its applicant and the office read it: where it stands, what happened, what it found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import CaseDetails, CaseStatus, HistoryEntry
from webui.forms.files import files_in
from webui.languages import say, show_number
from webui.words import gettext as _

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["Fact", "Status", "TimelineEntry", "present_findings", "present_status", "present_timeline"]

_COLOURS = {
    CaseStatus.RUNNING: "blue",
    CaseStatus.COMPLETED: "green",
    CaseStatus.TERMINATED: "grey",
    CaseStatus.INCIDENT: "orange",
    CaseStatus.SUSPENDED: "yellow",
    CaseStatus.CANCELLED: "grey",
}
_NOT_TOLD = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
_CANCELLED = frozenset({"ate_abort", "pi_abort", "withdraw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a case stands: a word, its colour, and a sentence of what that means."""

    word: str
    colour: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened.

    Attributes:
        text: What, in the reader's language.
        time: When.
        who: Who did it, "" where nobody or where it is not told.
        is_done: Whether it is finished.
    """

    text: str
    time: datetime
    who: str = ""
    is_done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something the case knows beyond its applicant's answers.

    Attributes:
        name: The variable's name.
        value: Its value as people read it.
    """

    name: str
    value: str


def present_status(status: CaseStatus, *, waits_for_applicant: bool = False) -> Status:
    """Return a case's status in plain words."""
    if status is CaseStatus.RUNNING and waits_for_applicant:
        return Status(
            word=_("Waiting for you"), colour="orange", sentence=_("There is something for you to do, shown below.")
        )
    words = {
        CaseStatus.RUNNING: (_("In progress"), _("The office is working on it. You need not do anything now.")),
        CaseStatus.COMPLETED: (_("Finished"), _("The case has come to its end.")),
        CaseStatus.TERMINATED: (_("Ended"), _("The case has been ended.")),
        CaseStatus.INCIDENT: (
            _("Delayed"),
            _("A step could not be done by itself. The office has been told; you need not do anything."),
        ),
        CaseStatus.SUSPENDED: (_("On hold"), _("The office has put the case on hold.")),
        CaseStatus.CANCELLED: (_("Cancelled"), _("The case has been cancelled.")),
    }
    word, sentence = words[status]
    return Status(word=word, colour=_COLOURS[status], sentence=sentence)


def present_timeline(
    case: CaseDetails, service: "Service | None", language: str, *, people: Mapping[str, str] | None = None
) -> tuple[TimelineEntry, ...]:
    """Return what happened in a case, newest first: activities and events with a name, each told once.

    Args:
        case: The case.
        service: Its service, for the names in the reader's language.
        language: That language.
        people: Names by actor's id; None where the reader is not told who did what.
    """
    names = service.element_names(language) if service else {}
    return tuple(
        _entry(entry, names, people)
        for entry in _latest(case.timeline)
        if entry.type not in _NOT_TOLD and entry.name and entry.lifecycle not in _CANCELLED
    )


def present_findings(case: CaseDetails, service: "Service | None", language: str) -> tuple[Fact, ...]:
    """Return what registers and decisions added to the applicant's answers, in the order of its names."""
    asked = set(_question_keys(service)) if service else set()
    return tuple(
        Fact(name=_name(name, service, language), value=_show(name, value, service, language))
        for name, value in sorted(case.data.items())
        if name not in asked and not isinstance(value, Mapping) and not any(files_in(value))
    )


def _latest(timeline: Iterable[HistoryEntry]) -> Iterable[HistoryEntry]:
    """Return the last thing known of each activity instance, newest first; one line however many steps it took."""
    latest = {entry.instance_id: entry for entry in timeline}
    return sorted(latest.values(), key=lambda entry: entry.sequence, reverse=True)


def _entry(entry: HistoryEntry, names: Mapping[str, str], people: Mapping[str, str] | None) -> TimelineEntry:
    name = names.get(entry.element, entry.name)
    is_done = entry.lifecycle == "complete"
    return TimelineEntry(
        text=name if is_done else _("%(step)s (in progress)", step=name),
        time=entry.time,
        who=_who(entry, people) if people else "",
        is_done=is_done,
    )


def _who(entry: HistoryEntry, people: Mapping[str, str]) -> str:
    name, absent = people.get(entry.resource, ""), people.get(entry.on_behalf_of, "")
    return _("%(name)s for %(absent)s", name=name, absent=absent) if absent else name


def _question_keys(service: "Service") -> Iterable[str]:
    for form in service.forms.values():
        for component in form.get("components", ()):
            yield str(component.get("key", "")).partition(".")[0]


def _name(variable: str, service: "Service | None", language: str) -> str:
    """Return what people call a variable: from the table "data" of the service's texts, else its own name in words."""
    texts = service.texts.get(language, {}).get("data", {}) if service else {}
    return str(texts.get(variable) or variable.replace("_", " "))


def _show(name: str, value: Any, service: "Service | None", language: str) -> str:  # noqa: ANN401  # JSON
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return show_number(value)
    if name == "reason" and service is not None:
        return service.reason(str(value), language)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else say(value)
