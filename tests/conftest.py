"""What every test may use: the sample files beside the project."""

from pathlib import Path

import pytest

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of sample files that nobody on this project wrote; skips where it is missing."""
    if not CORPORA.is_dir():
        pytest.skip(f"no sample files at {CORPORA}")
    return CORPORA
