"""Models that somebody uploaded to look at. Keeping one runs nothing of it."""

import hashlib

from engine.errors import NotFoundError
from engine.opening import Engine
from engine.store.audit import INSTALLATION
from engine.values import Actor, Page, StoredModel

__all__ = ["find_models", "keep_model", "read_model_file"]


def keep_model(engine: Engine, *, name: str, data: bytes, actor: Actor) -> StoredModel:
    """Keep a model's file as it is; whoever calls this has made sure that it can be read.

    Args:
        engine: The engine.
        name: What the file is called.
        data: Its bytes.
        actor: Who uploads it.
    """
    model = StoredModel(
        id=engine.new_id(),
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        uploaded_at=engine.clock.now(),
        uploaded_by=actor.name or actor.id,
    )
    with engine.database.writing() as work:
        work.models.add(model, data)
        work.audit.add(
            INSTALLATION,
            time=model.uploaded_at,
            actor=actor.id,
            action="keep_model",
            subject=model.id,
            details={"name": name, "sha256": model.sha256},
        )
    return model


def find_models(engine: Engine, *, page: int = 1, size: int = 25) -> Page[StoredModel]:
    """Return one page of the models, the newest first."""
    with engine.database.reading() as work:
        return work.models.find(page=page, size=size)


def read_model_file(engine: Engine, *, model_id: str) -> tuple[StoredModel, bytes]:
    """Return a model and its file's bytes.

    Raises:
        NotFoundError: If there is none of that id.
    """
    with engine.database.reading() as work:
        found = work.models.with_content(model_id)
    if found is None:
        raise NotFoundError("model", model_id)
    return found
