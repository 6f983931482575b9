"""Each inbox is read off the index that is there for it, and work that is over lies in no index of what waits."""

import re
from typing import Any

import pytest
from sqlalchemy import event, inspect, text

from engine import Engine, InboxQuery, complete_work_item, find_inbox, find_lanes
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CHECKED, CLERK, deploy_small, start_small

ONE = ("registrar",)
# Where none of its own is quicker for so few rows, PostgreSQL is to show what it can do with many.
ONLY_INDEXES = [f"SET LOCAL enable_{way} = off" for way in ("seqscan", "sort", "bitmapscan")]


def plans(engine: Engine, query: InboxQuery) -> str:
    """How the database goes about reading a page, in its own words."""
    said: list[tuple[str, Any]] = []
    pool = engine.database._engine
    event.listen(pool, "before_cursor_execute", lambda *given: said.append((given[2], given[3])))
    find_inbox(engine, query)
    asked = [(statement, given) for statement, given in said if "SELECT" in statement]
    words = "EXPLAIN" if engine.database.is_postgresql else "EXPLAIN QUERY PLAN"
    with engine.database.connection() as connection:
        for setting in ONLY_INDEXES if engine.database.is_postgresql else []:
            connection.execute(text(setting))
        return str([connection.exec_driver_sql(f"{words} {one}", given).all() for one, given in asked])


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (InboxQuery(groups=ONE), "ix_inbox_due"),
        (InboxQuery(groups=ONE, state="claimed", order="priority"), "ix_inbox_rank"),
        (InboxQuery(groups=ONE, order="oldest"), "ix_inbox_created"),
        (InboxQuery(groups=ONE, service="small"), "ix_inbox_service"),
        (InboxQuery(groups=ONE, lane="Front"), "ix_inbox_lane"),
        (InboxQuery(groups=ONE, state="completed", order="newest"), "ix_inbox_done"),
        (InboxQuery(groups=ONE, state="completed", service="small", order="oldest"), "ix_inbox_done_service"),
        (InboxQuery(groups=ONE, state="cancelled", lane="Front", order="newest"), "ix_inbox_done_lane"),
        (InboxQuery(people=("clerk",), state="claimed"), "ix_taken_items"),
        # What is handed on is taken by somebody too: PostgreSQL chooses by how much there is of either.
        (InboxQuery(handed_on_by="clerk", state="claimed"), "ix_delegated_items ix_taken_items"),
        (InboxQuery(groups=ONE, text="check"), "ix_work_items_state_name"),
    ],
)
def test_a_page_is_read_off_its_index(engine: Engine, query: InboxQuery, index: str) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine)
    words = plans(engine, query)
    assert {*index.split()} & {*re.findall(r"\w+", words)}, words


def test_work_that_is_over_lies_in_no_index_of_what_waits(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine)
    (item,) = everybodys_work(engine)
    assert find_lanes(engine, groups=[*item.groups, ""]) == (item.lane,)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})
    assert find_lanes(engine, groups=[*item.groups, ""]) == (item.lane,)
    assert everybodys_work(engine) == ()
    with engine.database.connection() as connection:
        found = inspect(connection).get_indexes("work_item_groups")
        where = f"{connection.dialect.name}_where"
    conditions = {str(one["name"]): str(one["dialect_options"][where]) for one in found}
    holding = {name: ("'open'" in words, "'completed'" in words) for name, words in conditions.items()}
    waiting = {f"ix_inbox_{order}": (True, False) for order in ("due", "rank", "created", "service", "lane")}
    over = {f"ix_inbox_{order}": (False, True) for order in ("done", "done_service", "done_lane")}
    assert holding == {**waiting, **over}
