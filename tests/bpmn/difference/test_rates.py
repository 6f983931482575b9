"""Known edits of files of every tool are named for what they are, and a file does not differ from itself."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.difference import compare_models
from tests.bpmn.difference.rates import Trial, trials
from tests.bpmn.known_edits import corpus_models, with_new_ids

pytestmark = pytest.mark.corpora

ENOUGH = 0.95


def rates(tried: Iterable[Trial]) -> tuple[dict[str, float], float]:
    """Return the share of edits named right by kind, and of all."""
    whole, right = Counter[str](), Counter[str]()
    for trial in tried:
        whole[trial.known.kind] += 1
        right[trial.known.kind] += trial.is_named
    return {kind: right[kind] / count for kind, count in whole.items()}, right.total() / whole.total()


def test_known_edits_of_a_sample_are_named(corpora: Path) -> None:
    tried = list(trials(corpora, 80))
    assert {trial.known.kind for trial in tried} > {"renamed", "added", "eliminated", "merged", "resequenced"}
    assert len(tried) > 150
    assert rates(tried)[1] >= ENOUGH
    only = [trial for trial in tried if not trial.has_new_ids]
    assert sum(trial.is_all for trial in only) / len(only) >= ENOUGH


@pytest.mark.nightly
def test_known_edits_of_every_file_are_named_whatever_their_kind(corpora: Path) -> None:
    by_kind, whole = rates(trials(corpora, 1))
    assert whole >= ENOUGH
    assert {kind for kind, rate in by_kind.items() if rate < ENOUGH} == set()
    assert set(by_kind) >= {"renamed", "moved", "added", "eliminated", "merged", "parallelised", "resequenced"}


def differing_from_themselves(folder: Path, step: int) -> list[str]:
    found = []
    for path, data, model in corpus_models(folder, step):
        redrawn = read_model(with_new_ids(data)[0], source_name=path.name)
        if compare_models(model, model) or compare_models(model, redrawn):
            found.append(path.name)
    return found


def test_no_file_of_a_sample_differs_from_itself_redrawn_with_other_ids(corpora: Path) -> None:
    assert differing_from_themselves(corpora, 40) == []


@pytest.mark.nightly
def test_no_file_differs_from_itself_redrawn_with_other_ids(corpora: Path) -> None:
    assert differing_from_themselves(corpora, 1) == []


def test_no_file_differs_from_itself(corpora: Path) -> None:
    differing = [path.name for path, _, model in corpus_models(corpora, 12) if compare_models(model, model)]
    assert differing == []
