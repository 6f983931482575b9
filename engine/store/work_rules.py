"""How services' work is measured."""

from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.tables import WorkRulesRow
from engine.store.transaction import Transaction
from engine.store.upserts import upsert
from engine.work_rules import WorkRules, hours_as_json, hours_from_json

__all__ = ["WorkRulesStore"]


class WorkRulesStore:
    """Keeps the rules of work."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def of(self, service: str) -> WorkRules:
        """Return a service's own rules, else those for all services, else the usual ones."""
        row = self._transaction.row(_OF, of=service)
        return WorkRules() if row is None else _rules(row)

    def all(self) -> tuple[WorkRules, ...]:
        """Return all rules, by service."""
        return tuple(_rules(row) for row in self._session.scalars(select(WorkRulesRow).order_by(WorkRulesRow.service)))

    def save(self, rules: WorkRules) -> None:
        """Keep a service's rules."""
        values = {"office_hours": hours_as_json(rules.hours), "supervisor_group": rules.supervisor_group}
        upsert(self._session, WorkRulesRow, {"service": rules.service}, values)


def _rules(row: Any) -> WorkRules:  # noqa: ANN401 - a row of the table, or one that has its columns
    hours = hours_from_json(row.office_hours)
    return WorkRules(service=row.service, hours=hours, supervisor_group=row.supervisor_group)


_OF = Prepared(
    select(WorkRulesRow.service, WorkRulesRow.office_hours, WorkRulesRow.supervisor_group)
    .where(or_(WorkRulesRow.service == "", WorkRulesRow.service == bindparam("of")))
    .order_by(WorkRulesRow.service.desc())
    .limit(1)
)
