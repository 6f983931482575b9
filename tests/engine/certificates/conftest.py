"""An engine on each database that keeps documents and issues certificates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Engine, check_data, open_documents, open_engine
from engine.connectors import ConnectorSettings, connectors
from engine.testing import FakeClock

ADDRESS = "https://ortoo.example.mn"


@pytest.fixture
def office(database_url: str, clock: FakeClock, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(
        database_url,
        clock=clock,
        handlers=connectors(settings=ConnectorSettings(public_address=ADDRESS), clock=clock),
        documents=open_documents(tmp_path / "documents"),
        public_address=ADDRESS,
    )
    yield opened
    assert [str(one) for one in check_data(opened)] == []
    opened.close()
