"""What becomes of an analysis whose process ends, on both databases."""

from collections.abc import Mapping
from threading import Event

import pytest

from engine import Engine, JobLoop, open_engine, read_analysis, request_analysis
from engine.ports import AnalysisHandler, AnalysisStopped, AnalysisWatch
from engine.values import AnalysisStatus, Json
from tests.engine.small_services import CLERK
from tests.engine.test_kill import wait_until

_PATIENCE_S = 120


class Endless:
    """An analysis that goes on until it is told to stop, and then gives up or gives what it has."""

    def __init__(self, *, gives_up: bool) -> None:
        self.is_begun = Event()
        self._gives_up = gives_up

    def __call__(self, _: Mapping[str, Json], watch: AnalysisWatch, /) -> Json:
        self.is_begun.set()
        while not watch.should_stop():
            watch.progress(1, 4)
        if self._gives_up:
            raise AnalysisStopped
        return "half of it"


def whole(_: Mapping[str, Json], __: AnalysisWatch, /) -> Json:
    return "all of it"


def opened(database_url: str, analysis: AnalysisHandler) -> Engine:
    return open_engine(database_url, analyses={"one": analysis})


@pytest.mark.parametrize("gives_up", [True, False])
def test_an_analysis_ends_with_its_process_and_is_done_by_the_next(database_url: str, gives_up: bool) -> None:
    endless = Endless(gives_up=gives_up)
    engine = opened(database_url, endless)
    request_analysis(engine, kind="one", key="k", arguments={}, actor=CLERK)
    loop = JobLoop(engine, poll_s=0.01)
    loop.start()
    try:
        assert endless.is_begun.wait(_PATIENCE_S)
    finally:
        loop.stop(_PATIENCE_S)
    assert read_analysis(engine, key="k").state is AnalysisStatus.RUNNING
    engine.close()

    engine = opened(database_url, whole)
    loop = JobLoop(engine, poll_s=0.01)
    loop.start()
    try:
        wait_until(lambda: read_analysis(engine, key="k").result == "all of it")
    finally:
        loop.stop(_PATIENCE_S)
    engine.close()
