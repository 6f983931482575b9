"""Public holidays are looked up once a machine, and are always those that the library knows."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scenario.public_holidays import has_public_holidays, public_holidays

ROOT = Path(__file__).resolve().parents[3]
COUNTRIES = ("MN", "DE", "EE", "KR")
LOOKED_UP = """
import sys
from analysis.scenario.public_holidays import has_public_holidays, public_holidays
print(has_public_holidays("MN"), len(public_holidays("MN", range(2026, 2028))), "holidays" in sys.modules)
"""


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep files in a folder of the tests' own, and give it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "ortoo"


@given(country=st.sampled_from(COUNTRIES), first=st.integers(2020, 2024), count=st.integers(1, 4))
def test_they_are_what_the_library_says_at_the_first_look_and_at_every_other(
    country: str, first: int, count: int
) -> None:
    years = range(first, first + count)
    wanted = frozenset(holidays.country_holidays(country, years=years))
    assert public_holidays(country, years) == wanted
    assert public_holidays(country, years) == wanted


def test_whoever_has_looked_before_does_not_import_the_library(cache: Path) -> None:
    said = [run(cache.parent) for _ in range(2)]
    assert said[0].rsplit(" ", 1)[0] == said[1].rsplit(" ", 1)[0]
    assert said[1].endswith("False")


def run(cache: Path) -> str:
    """Return what a process of its own prints that looks holidays up."""
    environment = {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", LOOKED_UP], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("content", [b"", b"3\n2026-01-01", b"1\nnever", b"\xff", b"2026-01-01"])
def test_a_damaged_file_is_not_believed(cache: Path, content: bytes) -> None:
    wanted = public_holidays("LV", range(2026, 2027))
    (kept,) = cache.glob("holidays-*-LV-2026-2027")
    kept.write_bytes(content)
    assert public_holidays("LV", range(2026, 2027)) == wanted
    assert date.fromisoformat(kept.read_text().split("\n")[1]) in wanted


@pytest.mark.parametrize("code", ["", "XX", "Mongolia!", "../MN", "M*", "мн"])
def test_a_country_that_the_library_does_not_know_has_none(cache: Path, code: str) -> None:
    public_holidays("MN", range(2026, 2027))
    before = set(cache.iterdir())
    assert not has_public_holidays(code)
    assert set(cache.iterdir()) == before


def test_those_of_a_country_that_it_knows_are_known() -> None:
    assert has_public_holidays("FI")
    public_holidays("FI", range(2026, 2027))
    assert has_public_holidays("FI")


def test_without_a_folder_to_keep_them_in_they_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.scenario.public_holidays.folder_of_kept", lambda: None)
    years = range(2026, 2027)
    assert public_holidays("MN", years) == frozenset(holidays.country_holidays("MN", years=years))
    assert has_public_holidays("MN")
