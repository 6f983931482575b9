"""Deployed versions in the database."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.tables import DecisionRow, DefinitionRow, ServiceRow
from engine.store.transaction import Transaction
from engine.store.upserts import upsert
from engine.values import DefinitionVersion, Deployment, Json

__all__ = ["DefinitionStore", "content_sha256"]

_LOCK_OF_DEPLOYMENTS = 7_014_003  # any number, as long as nothing else in the database locks it


def content_sha256(deployment: Deployment, process_id: str) -> str:
    """Return what a deployment is known by: the SHA-256 of everything in it that running cases depend on."""
    parts = {
        "process": process_id,
        "model": hashlib.sha256(deployment.model).hexdigest(),
        "decisions": {name: hashlib.sha256(file).hexdigest() for name, file in deployment.decisions.items()},
        "forms": deployment.forms,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


class DefinitionStore:
    """Keeps deployed versions, which never change."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def lock(self) -> None:
        """Let one deployment at a time go on: two of the same files would both find nothing and both make a version."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_OF_DEPLOYMENTS})

    def by_content(self, service: str, content: str) -> DefinitionVersion | None:
        """Return the version of a service that has that content, or None."""
        query = select(DefinitionRow).where(DefinitionRow.service == service, DefinitionRow.content_sha256 == content)
        row = self._session.scalar(query)
        return None if row is None else _version(row)

    def by_id(self, definition_id: str) -> DefinitionVersion | None:
        """Return one version, or None."""
        row = self._transaction.row(_BY_ID, of=definition_id)
        return None if row is None else _version(row)

    def of_number(self, service: str, number: int) -> DefinitionVersion | None:
        """Return the version of a service that has that number, or None."""
        query = select(DefinitionRow).where(DefinitionRow.service == service, DefinitionRow.version == number)
        row = self._session.scalar(query)
        return None if row is None else _version(row)

    def all_of(self, service: str) -> tuple[DefinitionVersion, ...]:
        """Return the versions of a service, the newest first."""
        query = select(DefinitionRow).where(DefinitionRow.service == service).order_by(DefinitionRow.version.desc())
        return tuple(_version(row) for row in self._session.scalars(query))

    def services(self) -> tuple[str, ...]:
        """Return the key of every service of which something is deployed."""
        return tuple(self._session.scalars(select(ServiceRow.key).order_by(ServiceRow.key)))

    def current(self, service: str) -> DefinitionVersion | None:
        """Return the version that new cases of a service start on, or None."""
        row = self._transaction.row(_CURRENT, of=service)
        return None if row is None else _version(row)

    def of_process(self, process_id: str, version: str | None) -> DefinitionVersion | None:
        """Return the definition of a process: of that version, else the one new cases start on; None where none is."""
        query = select(DefinitionRow).where(DefinitionRow.process_id == process_id)
        if version is None:
            query = query.join(ServiceRow, ServiceRow.definition_id == DefinitionRow.id)
        elif version.isdecimal():
            query = query.where(DefinitionRow.version == int(version))
        else:
            return None
        row = self._session.scalars(query.order_by(DefinitionRow.deployed_at.desc(), DefinitionRow.id)).first()
        return None if row is None else _version(row)

    def number_for(self, service: str) -> int:
        """Return the number of a service's next version."""
        query = select(func.max(DefinitionRow.version)).where(DefinitionRow.service == service)
        return (self._session.scalar(query) or 0) + 1

    def add(self, version: DefinitionVersion, deployment: Deployment, content: str) -> None:
        """Keep a new version with its files."""
        self._session.execute(
            insert(DefinitionRow).values(
                id=version.id,
                service=version.service,
                version=version.version,
                content_sha256=content,
                model_sha256=version.model_sha256,
                process_id=version.process_id,
                model_name=version.model_name,
                model=deployment.model,
                forms={name: dict(form) for name, form in deployment.forms.items()},
                deployed_at=version.deployed_at,
                deployed_by=version.deployed_by,
            )
        )
        for name, file in deployment.decisions.items():
            self._session.execute(insert(DecisionRow).values(definition_id=version.id, name=name, content=file))

    def make_current(self, version: DefinitionVersion) -> None:
        """Let new cases of the version's service start on it."""
        upsert(self._session, ServiceRow, {"key": version.service}, {"definition_id": version.id})

    def deployment(self, definition_id: str) -> Deployment | None:
        """Return a version's files, or None."""
        row = self._session.get(DefinitionRow, definition_id)
        if row is None:
            return None
        decisions = self._session.scalars(select(DecisionRow).where(DecisionRow.definition_id == definition_id))
        return Deployment(
            service=row.service,
            model=row.model,
            model_name=row.model_name,
            decisions={file.name: file.content for file in decisions},
            forms=row.forms,
            process_id=row.process_id,
        )

    def form(self, definition_id: str, form_id: str) -> Mapping[str, Json] | None:
        """Return one form of a version, or None."""
        forms = self._session.scalar(select(DefinitionRow.forms).where(DefinitionRow.id == definition_id))
        return (forms or {}).get(form_id)

    def model(self, model_sha256: str) -> bytes | None:
        """Return a deployed model's bytes by their SHA-256, or None."""
        query = select(DefinitionRow.model).where(DefinitionRow.model_sha256 == model_sha256).limit(1)
        return self._session.scalar(query)


_READ = select(*(getattr(DefinitionRow, name) for name in DefinitionVersion.__dataclass_fields__))
_BY_ID = Prepared(_READ.where(DefinitionRow.id == bindparam("of")))
_CURRENT = Prepared(
    _READ.join(ServiceRow, ServiceRow.definition_id == DefinitionRow.id).where(ServiceRow.key == bindparam("of"))
)


def _version(row: Any) -> DefinitionVersion:  # noqa: ANN401 - a row of the table, or one that has its columns
    return DefinitionVersion(
        id=row.id,
        service=row.service,
        version=row.version,
        process_id=row.process_id,
        model_name=row.model_name,
        model_sha256=row.model_sha256,
        deployed_at=row.deployed_at,
        deployed_by=row.deployed_by,
    )
