"""Verdicts beside those of an exhaustive search of another, naive game."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Process
from bpmn.soundness import Soundness, check_soundness
from tests.bpmn.soundness.exhaustive import Found, TooLargeError, search
from tests.bpmn.soundness.generated import collaborations, processes
from tests.bpmn.soundness.post import Post, codes_of, post_of
from tests.bpmn.soundness.structure import NotPlayedError

# A process that calls itself: the naive game takes a call as a task.
CALLS_ITSELF = {"fail_call_ref_process.bpmn"}


def cases(model: Model) -> Iterator[tuple[str, Soundness, list[Process], Post]]:
    """Yield every verdict on a model with what it is about."""
    verdicts = check_soundness(model)
    for process in model.processes:
        if process.scope.nodes:
            yield process.id, verdicts[process.id], [process], Post(codes=codes_of(model))
    for collaboration in model.collaborations:
        if collaboration.id in verdicts:
            pools = {pool.process for pool in collaboration.participants}
            played = [process for process in model.processes if process.id in pools and process.scope.nodes]
            post = post_of(model, collaboration, {process.id for process in played})
            yield collaboration.id, verdicts[collaboration.id], played, post


def difference(model: Model, verdict: Soundness, found: Found) -> str:
    """Say in what a verdict differs from what the search found, "" if in nothing."""
    if (verdict.verdict == "sound") != (not found.problems):
        return "verdict"
    if verdict.problem is None:
        return ""
    if verdict.problem not in found.problems:
        return "problem"
    if verdict.problem == "dead-activity":
        return "" if set(verdict.path) == found.dead else "dead"
    length, shortest = len(verdict.path), min(found.problems.values())
    # A gateway that both joins and splits is two in the normal form: tokens may meet between them, and it may join anew
    # before it splits, which makes a difference of one element.
    is_mixed = any(len(n.incoming) > 1 and len(n.outgoing) > 1 for n in model.nodes.values())
    return "" if length == shortest or (is_mixed and length <= shortest + 1) else "path"


def compare(model: Model, most: int) -> Iterator[str]:
    """Yield for each verdict on a model how it compares."""
    for scope, verdict, played, post in cases(model):
        try:
            found = search(played, post, most)
        except TooLargeError:
            yield "too large"
        except NotPlayedError:
            yield "not played"
        else:
            differs = difference(model, verdict, found)
            yield f"{model.source_name}, {scope}: {differs}, {verdict}, {found}" if differs else "same"


def compare_corpora(folder: Path, most: int, *, every: int = 1) -> list[str]:
    """Return how the verdicts on the sample files compare, or on every second, third… of them."""
    results: list[str] = []
    for path in sorted(folder.rglob("*"))[::every]:
        data = path.read_bytes() if path.suffix in {".bpmn", ".xml"} and path.name not in CALLS_ITSELF else b""
        if b"spec/BPMN/" in data:
            try:
                model = read_model(data, source_name=path.name)
            except BpmnFileError:
                continue
            results += compare(model, most)
    return results


@pytest.mark.corpora
def test_small_sample_processes_have_the_verdict_and_path_length_of_an_exhaustive_search(corpora: Path) -> None:
    results = compare_corpora(corpora, 100, every=8)
    assert results.count("same") > 120
    assert set(results) <= {"same", "too large", "not played"}


@pytest.mark.nightly
@pytest.mark.corpora
def test_sample_processes_have_the_verdict_and_path_length_of_an_exhaustive_search(corpora: Path) -> None:
    results = compare_corpora(corpora, 3_000)
    assert results.count("same") > 1700
    assert set(results) <= {"same", "too large", "not played"}


@settings(max_examples=80, deadline=None)
@given(st.one_of(processes(), collaborations()))
def test_any_construct_anywhere_has_the_verdict_of_an_exhaustive_search(text: str) -> None:
    for result in compare(read_model(text.encode(), source_name="generated.bpmn"), 1_500):
        event(result if result in ("too large", "not played") else "compared")
        assert result in ("same", "too large", "not played")


@pytest.mark.nightly
@settings(max_examples=2_000, deadline=None)
@given(st.one_of(processes(), collaborations()))
def test_thousands_of_models_have_the_verdict_of_an_exhaustive_search(text: str) -> None:
    for result in compare(read_model(text.encode(), source_name="generated.bpmn"), 1_500):
        assert result in ("same", "too large", "not played")
