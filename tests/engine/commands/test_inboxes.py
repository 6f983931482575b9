"""Inboxes, page by page, against the same list sorted in memory."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Actor, Engine, InboxQuery, WorkItem, claim_work_item, find_inbox, find_lanes
from engine.store.records import StoredItem
from engine.testing import FakeClock
from engine.values import WorkItemState
from tests.engine.small_services import START_END, deploy_small, flow, process, start_small, user_task

GROUPS = ("a", "b", "c")
_FAR = 10**6
SORTED: dict[str, Callable[[WorkItem, FakeClock], tuple[Any, ...]]] = {
    "due": lambda item, clock: (_due(item, clock), -item.priority, item.created_at, item.id),
    "priority": lambda item, clock: (-item.priority, _due(item, clock), item.created_at, item.id),
    "oldest": lambda item, _clock: (item.created_at, item.id),
    "newest": lambda item, _clock: (item.created_at, item.id),
}


def _due(item: WorkItem, clock: FakeClock) -> float:
    return _FAR if item.due_at is None else (item.due_at - clock.now()).total_seconds() / 86_400


@pytest.fixture
def items(engine: Engine, clock: FakeClock) -> list[WorkItem]:
    """Sixty work items of one case, as different as chance makes them; some of them are in several groups."""
    deploy_small(engine, process(START_END + user_task("Check", "Check", "z") + flow("Start", "Check", "End")))
    reference = start_small(engine, name="Бат").reference
    chance = random.Random(6)  # noqa: S311 - the same work items every time
    with engine.database.writing() as work:
        case = work.cases.by_reference(reference)
        assert case is not None
        stored = [_stored(place, case.id, reference, chance, clock) for place in range(60)]
        work.work_items.add(stored)
    return [one.item for one in stored]


@pytest.fixture
def mixed(engine: Engine, clock: FakeClock, items: list[WorkItem]) -> list[WorkItem]:
    """Those sixty, and sixty more that somebody has taken or that are over."""
    chance = random.Random(13)  # noqa: S311 - likewise
    states = [state for state in WorkItemState if state is not WorkItemState.OPEN]
    with engine.database.writing() as work:
        case = work.cases.by_reference(items[0].case_reference)
        assert case is not None
        stored = [_stored(place, case.id, items[0].case_reference, chance, clock) for place in range(60, 120)]
        stored = [replace(one, item=replace(one.item, state=chance.choice(states))) for one in stored]
        work.work_items.add(stored)
    return items + [one.item for one in stored]


def _stored(place: int, case_id: int, reference: str, chance: random.Random, clock: FakeClock) -> StoredItem:
    days = chance.choice([None, -1, 1, 2, 30])
    item = WorkItem(
        id=f"item-{place:03}",
        case_reference=reference,
        service=chance.choice(["small", "other"]),
        element="Check",
        name=chance.choice(["Check", "Sign"]),
        lane=chance.choice(["", "Front", "Back"]),
        groups=tuple(chance.sample(GROUPS, chance.choice([0, 1, 1, 2]))),
        assignee=None,
        assignee_name="",
        priority=chance.choice([10, 50, 50, 90]),
        created_at=clock.now() - timedelta(hours=chance.randrange(5)),
        due_at=None if days is None else clock.now() + timedelta(days=days),
        form="",
        state=WorkItemState.OPEN,
        follow_up_at=chance.choice([None, None, clock.now() + timedelta(days=1)]),
    )
    return StoredItem(item=item, case_id=case_id, instance_id=f"instance-{place}")


def pages(engine: Engine, query: InboxQuery, size: int) -> Iterator[list[str]]:
    """Walk through an inbox to its end."""
    page = find_inbox(engine, query, size=size)
    yield [item.id for item in page.items]
    while page.next:
        page = find_inbox(engine, query, after=page.next, size=size)
        yield [item.id for item in page.items]


QUERIES = st.builds(
    InboxQuery,
    groups=st.lists(st.sampled_from(["", *GROUPS]), min_size=1, max_size=4).map(tuple),
    state=st.sampled_from(["open", "open", *map(str, WorkItemState)]),
    service=st.sampled_from(["", "small", "other"]),
    lane=st.sampled_from(["", "Front"]),
    priority_from=st.sampled_from([None, 50, 90]),
    text=st.sampled_from(["", "Sign", "бат"]),
    follow_up=st.sampled_from(["hide", "only", "show"]),
    order=st.sampled_from(sorted(SORTED)),
)


def wanted(items: list[WorkItem], query: InboxQuery, clock: FakeClock) -> list[str]:
    """What the database is to find, found in memory."""
    found = [
        item
        for item in items
        if set(item.groups or ("",)) & set(query.groups)
        and item.state == query.state
        and query.service in {"", item.service}
        and query.lane in {"", item.lane}
        and item.priority >= (query.priority_from or 0)
        and (query.due_before is None or (item.due_at is not None and item.due_at < query.due_before))
        and query.text in {"", "бат", item.name}
        and (query.follow_up == "show" or (item.follow_up_at is None) == (query.follow_up == "hide"))
    ]
    found.sort(key=lambda item: SORTED[query.order](item, clock), reverse=query.order == "newest")
    return [item.id for item in found]


@pytest.mark.parametrize("many", [0, 3_000])
def test_pages_hold_what_is_asked_for_in_order_and_nothing_twice(
    engine: Engine, mixed: list[WorkItem], clock: FakeClock, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("case_texts", "item_search"):
        monkeypatch.setattr(f"engine.store.{module}.MANY", many)

    @settings(max_examples=40, deadline=None)
    @given(query=QUERIES, size=st.integers(1, 20), days=st.sampled_from([None, 0, 2]))
    def check(query: InboxQuery, size: int, days: int | None) -> None:
        query = replace(query, due_before=None if days is None else clock.now() + timedelta(days=days))
        expected = wanted(mixed, query, clock)
        found = list(pages(engine, query, size))
        assert [one for page in found for one in page] == expected
        assert all(len(page) == size for page in found[:-1])
        assert find_inbox(engine, query).total == len(expected)

    check()


@pytest.mark.parametrize("order", sorted(SORTED))
def test_one_can_go_back_page_by_page(engine: Engine, items: list[WorkItem], order: str) -> None:
    query = InboxQuery(groups=GROUPS, follow_up="show", order=order)
    forth = list(pages(engine, query, 7))
    assert sum(map(len, forth)) > len(items) // 2
    page = find_inbox(engine, query, size=7)
    while page.next:
        page = find_inbox(engine, query, after=page.next, size=7)
    back = [[item.id for item in page.items]]
    while page.previous:
        page = find_inbox(engine, query, before=page.previous, size=7)
        back.insert(0, [item.id for item in page.items])
    assert back == forth


def test_work_that_comes_or_goes_meanwhile_moves_no_page(engine: Engine, items: list[WorkItem]) -> None:
    query = InboxQuery(groups=GROUPS, follow_up="show")
    first = find_inbox(engine, query, size=10)
    second = find_inbox(engine, query, after=first.next, size=10)
    worker = Actor(id="w", name="W", roles=frozenset({f"group:{group}" for group in GROUPS}))
    for item in first.items[:5]:
        claim_work_item(engine, item_id=item.id, actor=worker)
    assert find_inbox(engine, query, after=first.next, size=10) == replace(second, total=second.total - 5)
    mine = find_inbox(engine, InboxQuery(people=("w",), state="claimed", follow_up="show"))
    assert {item.id for item in mine.items} == {item.id for item in first.items[:5]}
    assert mine.total == 5
    assert len(items) == 60


def test_work_in_several_inboxes_counts_once_however_much_it_is(
    engine: Engine, items: list[WorkItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Actor(id="w", name="W", roles=frozenset({f"group:{group}" for group in GROUPS}))
    double = [item for item in items if len(item.groups) > 1]
    for item in double:
        claim_work_item(engine, item_id=item.id, actor=worker)
    assert len(double) > 2
    monkeypatch.setattr("engine.store.list_pages.COUNTED", len(double))
    for asked in (InboxQuery(people=("w",)), InboxQuery(groups=GROUPS), InboxQuery(groups=GROUPS, text="бат")):
        assert find_inbox(engine, replace(asked, state="claimed", follow_up="show")).total == len(double)


@pytest.mark.parametrize("many", [0, 3_000])
def test_text_is_found_in_reference_name_and_data(
    engine: Engine, items: list[WorkItem], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("case_texts", "item_search"):
        monkeypatch.setattr(f"engine.store.{module}.MANY", many)
    reference = items[0].case_reference

    def found(text: str) -> int:
        return find_inbox(engine, InboxQuery(groups=("z",), text=text)).total

    for text in ("БАТ", "check", "Check", "CHECK", reference, reference[:6].lower()):
        assert found(text) == 1, text
    for length in range(2, len(reference)):
        assert found(reference[:length]) == 1, length
    assert found(reference[5:]) == 1
    for text in ("%", "Checks", "шалгах"):
        assert found(text) == 0, text


@pytest.mark.parametrize(
    "place", ["x", "e30", "W10", "WyJhIl0", "WzEsMiwzLDRd", "//", "\0", "WyIyMDI2LTAxLTAxIiwxLDIsM10"]
)
def test_a_place_that_is_none_is_the_first_page(engine: Engine, items: list[WorkItem], place: str) -> None:
    query = InboxQuery(groups=GROUPS)
    assert items
    assert find_inbox(engine, query, after=place) == find_inbox(engine, query)
    assert find_inbox(engine, query, before=place) == find_inbox(engine, query)


def test_somebody_may_be_in_any_number_of_groups(engine: Engine, items: list[WorkItem]) -> None:
    many = tuple(f"group {number}" for number in range(900))
    few = find_inbox(engine, InboxQuery(groups=GROUPS))
    assert len(few.items) < len(items)
    assert find_inbox(engine, InboxQuery(groups=(*many, *GROUPS))) == few
    assert find_lanes(engine, groups=(*many, *GROUPS)) == find_lanes(engine, groups=GROUPS)


def test_without_a_group_there_is_nothing(engine: Engine, items: list[WorkItem]) -> None:
    assert items
    assert find_inbox(engine, InboxQuery()).items == ()
    assert find_lanes(engine, groups=GROUPS) == ("", "Back", "Front")
    assert find_lanes(engine, groups=()) == ()


def test_lanes_are_those_of_the_groups_whether_their_work_waits_or_is_over(
    engine: Engine, mixed: list[WorkItem]
) -> None:
    for groups in ((), ("a",), ("b", ""), (*GROUPS, "nobody")):
        for states in ({"open"}, {"open", "claimed", "completed", "cancelled"}):
            having = {item.lane for item in mixed if item.state in states and set(item.groups or ("",)) & set(groups)}
            assert having <= set(find_lanes(engine, groups=groups))
        assert find_lanes(engine, groups=groups) == tuple(sorted(having))
