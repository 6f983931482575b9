"""Who does absent people's work."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.tables import SubstitutionRow
from engine.store.transaction import Transaction
from engine.work_values import Substitution

__all__ = ["SubstitutionStore"]

_FIELDS = tuple(Substitution.__dataclass_fields__)


class SubstitutionStore:
    """Keeps substitutions; those that are over stay, so that it can be told later who stood in for whom."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, one: Substitution) -> None:
        """Keep a new substitution."""
        self._session.execute(insert(SubstitutionRow).values(**{name: getattr(one, name) for name in _FIELDS}))

    def by_id(self, substitution_id: str) -> Substitution | None:
        """Return a substitution, or None."""
        return next(iter(self._read(SubstitutionRow.id == substitution_id)), None)

    def absentees_of(self, substitute: str, now: datetime) -> tuple[Substitution, ...]:
        """Return for whom somebody stands in now."""
        return tuple(map(_substitution, self._transaction.rows(_ABSENTEES_OF, of=substitute, now=now)))

    def of_person(self, person: str, now: datetime) -> tuple[Substitution, ...]:
        """Return somebody's substitutions that are not over, on either side."""
        is_either = (SubstitutionRow.absent == person) | (SubstitutionRow.substitute == person)
        return self._read(is_either, SubstitutionRow.until > now)

    def all(self, now: datetime) -> tuple[Substitution, ...]:
        """Return all that are not over."""
        return self._read(SubstitutionRow.until > now)

    def end(self, substitution_id: str, at: datetime) -> None:
        """Let a substitution be over."""
        self._session.execute(update(SubstitutionRow).where(SubstitutionRow.id == substitution_id).values(until=at))

    def _read(self, *conditions: ColumnElement[bool]) -> tuple[Substitution, ...]:
        query = select(SubstitutionRow).where(*conditions).order_by(SubstitutionRow.since, SubstitutionRow.id)
        rows = self._session.scalars(query)
        return tuple(map(_substitution, rows))


def _substitution(row: Any) -> Substitution:  # noqa: ANN401 - a row of the table, or one that has its columns
    return Substitution(**{name: getattr(row, name) for name in _FIELDS})


_NOW = bindparam("now", type_=SubstitutionRow.since.type)
_ABSENTEES_OF = Prepared(
    select(*(getattr(SubstitutionRow, name) for name in _FIELDS))
    .where(SubstitutionRow.substitute == bindparam("of"), SubstitutionRow.until > _NOW, SubstitutionRow.since <= _NOW)
    .order_by(SubstitutionRow.since, SubstitutionRow.id)
)
