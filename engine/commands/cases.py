"""Starting cases, following them and finding them."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from engine.commands.known_cases import known_case
from engine.errors import NotFoundError
from engine.list_pages import ListPage
from engine.opening import Engine
from engine.references import read_reference
from engine.starting import NOBODY, begin_case
from engine.store import Work
from engine.store.records import StoredCase
from engine.values import Actor, CaseDetails, CaseSummary, Json

__all__ = ["check_applicant", "find_cases", "read_case", "start_case", "start_in"]


def start_case(
    engine: Engine, *, service: str, data: Mapping[str, Json], actor: Actor, command_key: str, check_value: str = ""
) -> CaseSummary:
    """Start a case of a service.

    Args:
        engine: The engine.
        service: The service's key.
        data: What the case begins with.
        actor: Who starts it.
        command_key: Chosen by the caller: the same key starts one case, however often it is sent.
        check_value: The answer that lets the applicant follow the case, "" for none.

    Raises:
        NotFoundError: If nothing of the service is deployed.
        SuspendedError: If the service is suspended.
        DataRefusedError: If the data cannot be kept.
    """
    with engine.database.writing() as work:
        key = f"start:{command_key}"
        reference = work.keys.take(key, engine.clock.now())
        if reference is not None:
            return known_case(work, reference).summary
        case = start_in(engine, work, service=service, data=data, actor=actor, check_value=check_value)
        work.keys.settle(key, case.reference)
        return case.summary


def start_in(
    engine: Engine, work: Work, *, service: str, data: Mapping[str, Json], actor: Actor, check_value: str
) -> StoredCase:
    """Start a case within a transaction that something else belongs to as well."""
    version = work.definitions.current(service)
    if version is None:
        raise NotFoundError("service", service)
    return begin_case(engine, work, version, data=data, actor_id=actor.id, check=_seal(check_value))


def read_case(engine: Engine, *, reference: str) -> CaseDetails:
    """Return all of a case that its pages show.

    Raises:
        NotFoundError: If there is no case of that reference.
    """
    with engine.database.reading() as work:
        case = known_case(work, reference)
        version = work.definitions.by_id(case.definition_id)
        return CaseDetails(
            summary=case.summary,
            data=case.data,
            open_items=tuple(one.item for one in work.work_items.waiting_in(case.id)),
            timeline=work.history.of_case(case.id),
            notices=work.notices.of_case(case.id),
            incidents=work.incidents.open_in(case.id),
            model_sha256="" if version is None else version.model_sha256,
            process_id="" if version is None else version.process_id,
        )


def check_applicant(engine: Engine, *, reference: str, answer: str) -> bool:
    """Return whether an answer is the one that lets the applicant follow a case.

    What is compared takes the same time for a wrong answer, a case that has none and a reference that does not exist.
    """
    known = read_reference(reference)
    with engine.database.reading() as work:
        case = work.cases.by_reference(known or "")
    salt, sealed = NOBODY if case is None else case.check
    return hmac.compare_digest(_hash(answer, salt), sealed) and bool(salt)


def find_cases(
    engine: Engine,
    *,
    service: str | None = None,
    status: str | None = None,
    text: str = "",
    after: str = "",
    before: str = "",
    size: int = 25,
) -> ListPage[CaseSummary]:
    """Return one page of cases, the newest first.

    Args:
        engine: The engine.
        service: Those of this service; None for all.
        status: Those in this status; None for all.
        text: Those with this text in their reference or their data; "" for all.
        after: The `next` of a page, for the one behind it.
        before: The `previous` of a page, for the one in front of it.
        size: How many a page, 1 to 500.
    """
    with engine.database.reading() as work:
        return work.case_lists.page(service=service, status=status, text=text, after=after, before=before, size=size)


def _seal(check_value: str) -> tuple[bytes, bytes]:
    if not check_value.strip():
        return NOBODY
    salt = secrets.token_bytes(16)
    return salt, _hash(check_value, salt)


def _hash(answer: str, salt: bytes) -> bytes:
    # Spaces and large letters are no difference that a person typing it again would see.
    typed = "".join(answer.split()).casefold()
    return hashlib.sha256(salt + typed.encode("utf-8", "replace")).digest()
