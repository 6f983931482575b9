"""Applications that are being filled in."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.store.tables import DraftRow
from engine.values import Draft, Json

__all__ = ["DraftStore"]


class DraftStore:
    """Keeps drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, draft_id: str, *, lock: bool = False) -> Draft | None:
        """Return a draft, or None; locked against other writers until the end if asked for."""
        query = select(DraftRow).where(DraftRow.id == draft_id)
        row = self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            return None
        return Draft(
            id=row.id, service=row.service, answers=row.answers, updated_at=row.updated_at, reference=row.reference
        )

    def add(self, draft: Draft) -> None:
        """Keep a new draft."""
        self._session.execute(
            insert(DraftRow).values(
                id=draft.id,
                service=draft.service,
                answers=_plain(draft.answers),
                updated_at=draft.updated_at,
                reference="",
            )
        )

    def save_answers(self, draft_id: str, answers: Mapping[str, Mapping[str, Json]], at: datetime) -> None:
        """Keep a draft's answers."""
        statement = update(DraftRow).where(DraftRow.id == draft_id)
        self._session.execute(statement.values(answers=_plain(answers), updated_at=at))

    def mark_sent(self, draft_id: str, reference: str) -> None:
        """Note which case a draft became."""
        self._session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(reference=reference))


def _plain(answers: Mapping[str, Mapping[str, Json]]) -> dict[str, dict[str, Json]]:
    return {page: dict(values) for page, values in answers.items()}
