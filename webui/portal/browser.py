"""What a citizen's browser session remembers: applications being filled in, and cases it has proved to be theirs."""

from flask import session

__all__ = ["allow_case", "forget_draft", "may_see_case", "remember_draft", "remembered_draft"]

_DRAFTS = "drafts"
_CASES = "cases"
_MOST_REMEMBERED = 20


def remembered_draft(service: str) -> str:
    """Return the id of the application being filled in for a service, "" where there is none."""
    return str(session.get(_DRAFTS, {}).get(service, ""))


def remember_draft(service: str, draft_id: str) -> None:
    """Remember an application that is being filled in."""
    if remembered_draft(service) != draft_id:
        session[_DRAFTS] = {**session.get(_DRAFTS, {}), service: draft_id}


def forget_draft(service: str) -> None:
    """Forget the application for a service, so that the next one starts empty."""
    session[_DRAFTS] = {key: value for key, value in session.get(_DRAFTS, {}).items() if key != service}


def allow_case(reference: str) -> None:
    """Remember that whoever uses this browser may see a case."""
    if not may_see_case(reference):
        session[_CASES] = [*session.get(_CASES, []), reference][-_MOST_REMEMBERED:]


def may_see_case(reference: str) -> bool:
    """Return whether this browser's session has proved that a case is theirs."""
    return reference in session.get(_CASES, [])
