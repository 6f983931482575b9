"""Damaged corpus files: the reader gives a model or its own error, and nothing that works on a model falls over."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.check import check_executable, check_model
from bpmn.errors import BpmnFileError
from bpmn.normal import normal_form
from bpmn.picture import draw_svg
from bpmn.soundness import check_soundness
from tests.bpmn.mutation import mutated
from tests.conftest import CORPORA

SEEDS = st.integers(0, 2**48)
SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)


@cache
def paths() -> Sequence[Path]:
    return [path for path in sorted(CORPORA.rglob("*")) if path.name.endswith((".bpmn", ".bpmn20.xml", ".bpmn.xml"))]


def damaged(seed: int, largest: int) -> bytes:
    """Return a damaged file of the corpora of at most so many bytes."""
    chance = Random(seed)  # noqa: S311 - damage is to repeat, not to be secret
    data = b""
    while not 0 < len(data) <= largest:
        data = chance.choice(paths()).read_bytes()
    return mutated(data, chance)


def read_or_refusal(data: bytes) -> Model | None:
    """Return the model, None where the file is refused as it should be."""
    refusal: BpmnFileError | None = None
    try:
        return read_model(data, source_name="damaged.bpmn")
    except BpmnFileError as error:
        refusal = error
    assert refusal.source_name == "damaged.bpmn"
    assert refusal.into("mn")
    return None


def work_on(model: Model) -> None:
    """Do what is done with a model; nothing may be raised."""
    form = normal_form(model)
    assert normal_form(form.model).model.nodes.keys() == form.model.nodes.keys()
    for finding in (*check_model(model), *check_executable(model)):
        assert finding.text.into("mn")
    for verdict in check_soundness(model, bound=200).values():
        assert verdict.text.into("mn")
    assert draw_svg(model).startswith("<svg")


@pytest.mark.corpora
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(SEEDS)
def test_damaged_files_are_read_or_refused(corpora: Path, seed: int) -> None:
    read_or_refusal(damaged(seed, 60_000))


@pytest.mark.corpora
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(SEEDS)
def test_nothing_falls_over_a_damaged_file_that_was_read(corpora: Path, seed: int) -> None:
    model = read_or_refusal(damaged(seed, 15_000))
    if model is not None:
        work_on(model)


@pytest.mark.nightly
@pytest.mark.corpora
@settings(max_examples=8_000, deadline=None, suppress_health_check=SLOW)
@given(SEEDS)
def test_thousands_of_damaged_files_are_read_or_refused(corpora: Path, seed: int) -> None:
    read_or_refusal(damaged(seed, 1 << 20))


@pytest.mark.nightly
@pytest.mark.corpora
@settings(max_examples=3_000, deadline=None, suppress_health_check=SLOW)
@given(SEEDS)
def test_nothing_falls_over_thousands_of_damaged_files(corpora: Path, seed: int) -> None:
    model = read_or_refusal(damaged(seed, 60_000))
    if model is not None:
        work_on(model)
