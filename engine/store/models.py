"""Models that somebody uploaded to look at."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, defer

from engine.store.paging import read_page
from engine.store.tables import ModelRow
from engine.values import Page, StoredModel

__all__ = ["ModelStore"]


class ModelStore:
    """Keeps uploaded models."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, model: StoredModel, content: bytes) -> None:
        """Keep a model."""
        self._session.execute(
            insert(ModelRow).values(
                id=model.id,
                name=model.name,
                sha256=model.sha256,
                size=model.size,
                content=content,
                uploaded_at=model.uploaded_at,
                uploaded_by=model.uploaded_by,
            )
        )

    def with_content(self, model_id: str) -> tuple[StoredModel, bytes] | None:
        """Return a model and its bytes, or None."""
        row = self._session.scalar(select(ModelRow).where(ModelRow.id == model_id))
        return None if row is None else (_model(row), row.content)

    def find(self, *, page: int, size: int) -> Page[StoredModel]:
        """Return one page of models, the newest first."""
        query = select(ModelRow).options(defer(ModelRow.content)).order_by(ModelRow.uploaded_at.desc(), ModelRow.id)
        return read_page(self._session, query, page=page, size=size, as_value=_model)


def _model(row: ModelRow) -> StoredModel:
    return StoredModel(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        uploaded_at=row.uploaded_at,
        uploaded_by=row.uploaded_by,
    )
