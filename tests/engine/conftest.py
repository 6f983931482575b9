"""An engine on a fresh database of each kind, with a clock that stands still."""

from collections.abc import Iterator, Mapping

import pytest

from engine import Engine, check_data, open_engine
from engine.connectors import connectors
from engine.ports import JobRequest, TaskResult
from engine.testing import FakeClock
from engine.values import Json


class Effects:
    """A service task's outside world: counts what reaches it, and fails when it is told to."""

    def __init__(self) -> None:
        self.requests: list[JobRequest] = []
        self.faults: list[Exception] = []
        self.result: Mapping[str, Json] | TaskResult = {"effect": "done"}

    def __call__(self, request: JobRequest, /) -> Mapping[str, Json] | TaskResult:
        self.requests.append(request)
        if self.faults:
            raise self.faults.pop(0)
        return self.result

    @property
    def keys(self) -> set[str]:
        """The idempotency keys that came."""
        return {request.idempotency_key for request in self.requests}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def effects() -> Effects:
    return Effects()


@pytest.fixture
def engine(database_url: str, clock: FakeClock, effects: Effects) -> Iterator[Engine]:
    opened = open_engine(
        database_url,
        clock=clock,
        handlers={**connectors(), "effect": effects},
        analyses={"double": lambda arguments, _: {"doubled": int(str(arguments["number"])) * 2}},
    )
    yield opened
    opened.close()


@pytest.fixture
def sound_data(engine: Engine) -> Iterator[None]:
    """Looks after a test whether anything is stored that must never be."""
    yield
    assert [str(one) for one in check_data(engine)] == []
