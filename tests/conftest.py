"""What every test may use: the sample files beside the project, and which tests run when."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.memory import folder_in_memory

pytest_plugins = ["tests.order", "tests.databases", "tests.statements", "tests.peers.node"]

# Where `tmp_path` is, unless somebody said where it shall be.
if (in_memory := folder_in_memory()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of sample files that nobody on this project wrote; skips where it is missing."""
    if not CORPORA.is_dir():
        pytest.skip(f"no sample files at {CORPORA}")
    return CORPORA


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="also run the tests that take minutes")


def pytest_configure(config: pytest.Config) -> None:
    # No test is about time: a busy machine makes no property wrong. And a change is judged by what it changes: new
    # examples are drawn every night, while by day the same code is always given the same ones.
    is_nightly = bool(config.getoption("--nightly"))
    settings.register_profile(
        "ortoo", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not is_nightly
    )
    settings.load_profile("ortoo")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--nightly"):
        return
    nightly = [item for item in items if "nightly" in item.keywords]
    config.hook.pytest_deselected(items=nightly)
    items[:] = [item for item in items if item not in nightly]
