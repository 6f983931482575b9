"""Letters to supervisors about late work: one a person for all that was found late in the same ten minutes.

What is found late is kept as notices; a letter is a job that is done a little after its ten minutes are over, and reads
off the notices then what is still to be done and nobody has noted.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bpmn.language import Text
from engine.actors import Account
from engine.office_hours import OFFICE_ZONE
from engine.opening import Engine
from engine.ports import JobRequest, TaskFailure
from engine.store import Work
from engine.store.records import Job, JobKind
from engine.work_values import GroupNotice

__all__ = ["letter_jobs", "send_letter"]

_TOGETHER = timedelta(minutes=10)
_SLACK = timedelta(minutes=1)
"""How much later than its moment a notice may be committed."""
_RETRIES = 10
_MOST_TOLD = 50
_OFFICE_ZONE = ZoneInfo(OFFICE_ZONE)
_log = logging.getLogger("ortoo.jobs")


def letter_jobs(work: Work, group: str, now: datetime) -> tuple[Job, ...]:
    """Return the jobs that write to those who are told of a group's late work; those that are there already too.

    Args:
        work: The transaction.
        group: The group, "" for the managers.
        now: When the work was found late.
    """
    since = now - (now - datetime.min.replace(tzinfo=UTC)) % _TOGETHER
    return tuple(
        Job(
            id=f"late-{hashlib.sha256(account.id.encode()).hexdigest()[:24]}-{since:%Y%m%d%H%M}",
            kind=JobKind.LETTER,
            arguments={"account": account.id, "since": since.isoformat()},
            due_at=since + _TOGETHER + _SLACK,
            created_at=now,
            retries=_RETRIES,
        )
        for account in work.accounts.all()
        if account.is_active and group in _told(account)
    )


def send_letter(engine: Engine, job: Job) -> None:
    """Write to a person what of the job's ten minutes is still late and unseen; where nothing is, nothing is sent.

    Raises:
        TaskFailure: If the letter was not taken; it is tried again.
    """
    since = datetime.fromisoformat(str(job.arguments["since"]))
    with engine.database.reading() as work:
        account = work.accounts.by_id(str(job.arguments["account"]))
        if account is None or not account.is_active:
            return
        notices = work.group_notices.unseen_by(_told(account), limit=_MOST_TOLD, since=since, until=since + _TOGETHER)
    handler = engine.handlers.get("email")
    if handler is None or not notices:
        return
    request = JobRequest(
        topic="email",
        inputs={"to": account.email, **_words(engine, account, notices)},
        headers={},
        idempotency_key=f"job-{job.id}",
        case_reference="",
    )
    try:
        handler(request)
    except TaskFailure as failure:
        if failure.retry:
            raise
        # An address that no letter can go to is no reason to keep operators busy: the desk shows it all the same.
        _log.warning("letter %s cannot be sent", job.id, extra={"job": job.id})


def _told(account: Account) -> frozenset[str]:
    return account.groups | ({""} if "manager" in account.roles else set())


def _words(engine: Engine, account: Account, notices: Sequence[GroupNotice]) -> Mapping[str, str]:
    lines = [
        Text(
            "{step}, case {reference}, was due {moment}",
            step=notice.item.name,
            reference=notice.item.case_reference,
            moment=f"{notice.item.due_at.astimezone(_OFFICE_ZONE):%Y-%m-%d %H:%M}" if notice.item.due_at else "–",
        ).into(account.language)
        for notice in notices
    ]
    where = f"{engine.public_address}/desk/" if engine.public_address else ""
    subject = Text("Late work: {count}", count=len(notices)).into(account.language)
    beginning = Text("This work has become late:").into(account.language)
    body = "\n".join((beginning, "", *(f"- {line}" for line in lines), *(("", where) if where else ())))
    # The connector fills blanks in what it is given; what stands here is to stay as it is.
    return {"subject": "{subject_line}", "text": "{body}", "subject_line": subject, "body": body}
