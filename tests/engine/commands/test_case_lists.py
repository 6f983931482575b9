"""Lists of cases, page by page, against the same list sorted in memory."""

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import product

import pytest

from engine import CaseStatus, CaseSummary, Engine, ListPage, find_cases
from engine.list_pages import COUNTED
from engine.store.tables import CaseRow
from engine.testing import FakeClock
from tests.engine.small_services import CHECKED, deploy_small, start_small

STATUSES = (CaseStatus.RUNNING, CaseStatus.COMPLETED, CaseStatus.INCIDENT)


@pytest.fixture
def cases(engine: Engine, clock: FakeClock) -> Sequence[CaseSummary]:
    """Forty cases of two services in three statuses, some started at the same moment; the newest first."""
    chance = random.Random(4)  # noqa: S311 - the same cases every time
    for service in ("small", "other"):
        deploy_small(engine, CHECKED, service=service)
    for number in range(40):
        start_small(engine, key=str(number), service=chance.choice(("small", "other")), name=f"Бат {number % 3}")
        clock.advance(timedelta(minutes=chance.choice((0, 0, 1))))
    with engine.database.writing() as work:
        for row in work._session.query(CaseRow).order_by(CaseRow.id):
            row.status = str(chance.choice(STATUSES))
    with engine.database.reading() as work:
        rows = work._session.query(CaseRow).order_by(CaseRow.started_at.desc(), CaseRow.id.desc())
        in_order = [row.reference for row in rows]
    found = {case.reference: case for case in find_cases(engine, size=500).items}
    return [found[each] for each in in_order]


def walk(engine: Engine, *, size: int, **criteria: str) -> list[ListPage[CaseSummary]]:
    """Read a list from its first page to its last."""
    pages = [find_cases(engine, size=size, **criteria)]
    while pages[-1].next:
        pages.append(find_cases(engine, size=size, after=pages[-1].next, **criteria))
    return pages


CRITERIA: tuple[dict[str, str], ...] = (
    {},
    {"service": "small"},
    {"status": "incident"},
    {"service": "other", "status": "completed"},
    {"service": "small", "text": "бат 1"},
    {"service": "nowhere"},
    {"status": "cancelled"},
)


@pytest.mark.parametrize("many", [0, 3_000])
def test_the_pages_of_a_list_are_its_cases_in_order(
    engine: Engine, cases: Sequence[CaseSummary], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.case_texts.MANY", many)
    for criteria, size in product(CRITERIA, (1, 7, 40)):
        pages = walk(engine, size=size, **criteria)
        fitting = [case for case in cases if _fits(engine, case, criteria)]
        assert [case for page in pages for case in page.items] == fitting, criteria
        assert {page.total for page in pages} == {len(fitting)}


def _fits(engine: Engine, case: CaseSummary, criteria: dict[str, str]) -> bool:
    is_there = True
    if "text" in criteria:
        with engine.database.reading() as work:
            stored = work.cases.by_reference(case.reference)
        is_there = stored is not None and str(stored.data["name"]).lower() == criteria["text"]
    return is_there and all(getattr(case, name) == value for name, value in criteria.items() if name != "text")


def test_a_list_is_read_backwards_as_it_was_read_forwards(engine: Engine, cases: Sequence[CaseSummary]) -> None:
    assert cases
    for criteria in CRITERIA:
        forwards = walk(engine, size=6, **criteria)
        page = forwards[-1]
        backwards = [page]
        while page.previous:
            page = find_cases(engine, size=6, before=page.previous, **criteria)
            backwards.append(page)
        assert backwards[::-1] == forwards


def test_a_case_that_is_started_meanwhile_moves_no_other_to_another_page(
    engine: Engine, cases: Sequence[CaseSummary], clock: FakeClock
) -> None:
    first = find_cases(engine, size=10)
    clock.advance(timedelta(minutes=1))
    start_small(engine, key="later")
    assert find_cases(engine, size=10, after=first.next).items == tuple(cases[10:20])


def test_a_place_that_is_none_is_the_first_page(engine: Engine, cases: Sequence[CaseSummary]) -> None:
    for place in ("x", "e30", "W10", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsdHJ1ZV0", "WyJhIiwxXQ", "\0", "//"):
        assert find_cases(engine, size=5, after=place).items == tuple(cases[:5])
        assert find_cases(engine, size=5, before=place).items == tuple(cases[:5])


def test_a_long_list_is_counted_no_further_than_is_told(
    engine: Engine, cases: Sequence[CaseSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert COUNTED < 10_000
    monkeypatch.setattr("engine.store.list_pages.COUNTED", 5)
    assert find_cases(engine).total == 6
    assert find_cases(engine, service=cases[0].service).total == 6
    assert find_cases(engine, service="nowhere").total == 0
