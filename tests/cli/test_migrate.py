"""`ortoo migrate` on an installation with running cases."""

from pathlib import Path

import pytest

from cli.installation import find_installation
from engine import read_case
from tests.cli.conftest import Ortoo
from tests.engine.small_services import CHECKED, START_END, deploy_small, flow, process, start_small, user_task

RENAMED = CHECKED.replace(b'"Check"', b'"Examine"').replace(b"Start_Check", b"Start_Examine")
GONE = process(START_END + user_task("Other", "Quite different", "cashier") + flow("Start", "Other", "End"))


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The reference of a case of version 1; versions 2 and 3 are deployed."""
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    with find_installation().opened() as engine:
        deploy_small(engine, CHECKED)
        started = start_small(engine).reference
        deploy_small(engine, RENAMED)
        deploy_small(engine, GONE)
    return started


def version(reference: str) -> int:
    with find_installation().opened() as engine:
        return read_case(engine, reference=reference).summary.version


def test_a_dry_run_says_what_would_happen(ortoo: Ortoo, reference: str) -> None:
    outcome = ortoo("migrate", "small", "--from", "1", "--to", "2", "--dry-run")
    assert outcome.code == 0
    assert "Check → Examine" in outcome.out
    assert "1 of 1 cases can be moved to version 2." in outcome.out
    assert version(reference) == 1


def test_cases_are_moved(ortoo: Ortoo, reference: str) -> None:
    told = ortoo("migrate", "small", "--from", "1", "--to", "2", "--json").json
    assert (told["migrated"], told["mapping"]["Check"]) == (1, "Examine")
    assert told["cases"][0]["moved"] == [["Check", "Examine"]]
    assert version(reference) == 2


def test_a_case_that_has_to_stay_is_told_with_why(ortoo: Ortoo, reference: str) -> None:
    outcome = ortoo("migrate", "small", "--from", "1", "--to", "2", "--map", "Check=", "--case", reference)
    assert outcome.code == 1
    assert "said to have no counterpart" in outcome.out
    assert version(reference) == 1


def test_a_pair_that_is_none_and_a_version_that_is_not_there_are_refused(ortoo: Ortoo, reference: str) -> None:
    assert reference
    assert "OLD=NEW" in ortoo("migrate", "small", "--from", "1", "--to", "2", "--map", "Check").err
    assert "small 9" in ortoo("migrate", "small", "--from", "1", "--to", "9").err
