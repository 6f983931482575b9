"""Uploaded models are kept as they are."""

import hashlib

import pytest

from engine import Engine, NotFoundError, find_models, keep_model, read_model_file
from tests.engine.small_services import CLERK


def test_a_model_is_kept_byte_for_byte(engine: Engine) -> None:
    data = bytes(range(256))
    model = keep_model(engine, name="миний.bpmn", data=data, actor=CLERK)
    assert read_model_file(engine, model_id=model.id) == (model, data)
    assert (model.size, model.sha256, model.uploaded_by) == (256, hashlib.sha256(data).hexdigest(), CLERK.name)
    assert find_models(engine).items == (model,)


def test_models_come_in_pages(engine: Engine) -> None:
    for number in range(3):
        keep_model(engine, name=str(number), data=b"x", actor=CLERK)
    assert [len(find_models(engine, page=page, size=2).items) for page in (0, 1, 2)] == [2, 2, 1]


def test_an_unknown_model_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        read_model_file(engine, model_id="none")
