"""Whoever takes hold of a work item sees it, its case and what hangs on it as they are once the lock is there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from engine import Engine, audit_entries, read_case
from engine.store.held_items import HeldItem
from tests.engine.small_services import CHECKED, CLERK, deploy_small, start_small
from tests.engine.test_kill import PATIENCE_S


def open_item(engine: Engine) -> str:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    return read_case(engine, reference=reference).open_items[0].id


def hold(engine: Engine, item_id: str) -> HeldItem:
    with engine.database.writing() as work:
        held = work.held_items.hold(item_id)
    assert held is not None
    return held


def test_an_item_that_is_not_there_is_not_held(engine: Engine) -> None:
    open_item(engine)
    with engine.database.writing() as work:
        assert work.held_items.hold("nothing") is None


def test_what_is_held_is_what_is_read_one_by_one(engine: Engine) -> None:
    item_id = open_item(engine)
    held = hold(engine, item_id)
    with engine.database.reading() as work:
        assert held.one == work.work_items.by_id(item_id)
        assert held.case == work.cases.by_id(held.one.case_id)
        assert work.cases.attached(held.case).items
        assert held.attached == work.cases.attached(held.case, but_item=item_id)
    assert not held.attached.items


def test_who_waited_for_the_lock_sees_what_was_done_meanwhile(engine: Engine) -> None:
    item_id = open_item(engine)
    is_held, goes_on = Event(), Event()

    def change() -> None:
        with engine.database.writing() as work:
            held = work.held_items.hold(item_id)
            assert held is not None
            is_held.set()
            goes_on.wait(PATIENCE_S)
            work.work_items.complete(item_id, by=CLERK, on_behalf_of="", at=engine.clock.now())
            work.audit.add(held.case.reference, time=engine.clock.now(), actor="a", action="b", subject="c")

    with ThreadPoolExecutor(2) as threads:
        changing = threads.submit(change)
        assert is_held.wait(PATIENCE_S)
        waiting = threads.submit(hold, engine, item_id)
        goes_on.set()
        changing.result(PATIENCE_S)
        seen = waiting.result(PATIENCE_S)
    assert str(seen.item.state) == "completed"
    assert seen.item.assignee == CLERK.id
    # The chain's end is known as it is now: what is added goes behind it.
    with engine.database.writing() as work:
        held = work.held_items.hold(item_id)
        assert held is not None
        work.audit.add(held.case.reference, time=engine.clock.now(), actor="a", action="d", subject="c")
    told = [entry.action for entry in audit_entries(engine, chain=seen.case.reference)]
    assert told[-2:] == ["b", "d"]
