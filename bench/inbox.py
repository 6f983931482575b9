"""How long pages of inboxes and case lists take with 1,000, 10,000 and 100,000 open cases, on both databases.

Usage: python bench/inbox.py [number of cases]...
The cases are copies of one started by the engine, with data, dates and groups of their own, each with one open work
item in one or two of five groups, and one that was done a day before. A page is a call of the engine's command: 25
items and how many there are. Printed are the median and the 95th percentile of 30 calls in milliseconds, and which
index the page was read off, as the database says in the same run.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, select, text

from bench.peers.postgresql import own_postgresql
from engine import (
    SYSTEM,
    CaseStatus,
    Deployment,
    Engine,
    InboxQuery,
    deploy,
    find_cases,
    find_inbox,
    find_lanes,
    open_engine,
    start_case,
    upgrade_database,
)
from engine.references import create_reference
from engine.store.tables import CaseRow, WorkItemGroupRow, WorkItemRow
from engine.store.work_tables import END_OF_TIME

SIZES = (1_000, 10_000, 100_000)
CALLS = 30
GROUPS = tuple(f"group-{number}" for number in range(5))
SERVICES = tuple(f"service-{number}" for number in range(8))
LANES = ("Front desk", "Back office", "Archive", "Rare")
_AT_ONCE = 2_000
_TABLES = frozenset({"cases", "work_items", "work_item_groups"})
_MODEL = b"""<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:ortoo:bench">
<process id="P" isExecutable="true"><startEvent id="Start"/><userTask id="Check" name="Check application"/>
<endEvent id="End"/><sequenceFlow id="f" sourceRef="Start" targetRef="Check"/>
<sequenceFlow id="g" sourceRef="Check" targetRef="End"/></process></definitions>"""


def main() -> None:
    """Measure and print."""
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="ortoo-bench-") as folder:
            _measure("SQLite", f"sqlite:///{folder}/ortoo.db", size)
            with own_postgresql(Path(folder) / "pg") as url:
                _measure("PostgreSQL", url, size)


def _measure(name: str, url: str, size: int) -> None:
    upgrade_database(url)
    engine = open_engine(url)
    begin = time.perf_counter()
    reference = _build(engine, size)
    print(f"{name}, {size:,} open cases (made in {time.perf_counter() - begin:.0f} s): median and p95, ms")
    for title, page in _pages(engine, reference).items():
        median, late = _timed(page)
        print(f"  {title:42} {median * 1e3:8.1f} {late * 1e3:8.1f}   {_index(engine, page)}")
    engine.close()


def _pages(engine: Engine, reference: str) -> dict[str, Callable[[], Any]]:
    one, all_groups = GROUPS[:1], GROUPS
    soon = engine.clock.now() + timedelta(days=1)
    deep = _place(engine, InboxQuery(groups=one), pages=20)
    queries = {
        "one group, due first": InboxQuery(groups=one),
        "all five groups, due first": InboxQuery(groups=all_groups),
        "all five groups, newest first": InboxQuery(groups=all_groups, order="newest"),
        "all five groups, by priority": InboxQuery(groups=all_groups, order="priority"),
        "one service": InboxQuery(groups=all_groups, service=SERVICES[3]),
        "one lane, one item in a thousand": InboxQuery(groups=all_groups, lane=LANES[-1]),
        "due within a day": InboxQuery(groups=all_groups, due_before=soon),
        "priority 90 and more": InboxQuery(groups=all_groups, priority_from=90),
        "taken by one person": InboxQuery(people=("person-7",), state="claimed"),
        "a reference": InboxQuery(groups=all_groups, text=reference),
        "a name in the data, one in a thousand": InboxQuery(groups=all_groups, text="bat-erdene 17"),
        "a text that all cases have": InboxQuery(groups=all_groups, text="erdene"),
        "a text that one case in ten has": InboxQuery(groups=all_groups, text="erdene 4"),
        "a text that is nowhere": InboxQuery(groups=all_groups, text="nowhere at all"),
        "a step's name": InboxQuery(groups=all_groups, text="check"),
        "done, newest first": _done(),
        "done, one service": _done(service=SERVICES[3]),
        "done, one lane, one item in a thousand": _done(lane=LANES[-1]),
        "done, a reference": _done(text=reference),
        "done, a text that all cases have": _done(text="erdene"),
        "done, a step's name": _done(text="check"),
        "done, the name of a rare step": _done(text="archive"),
    }
    pages: dict[str, Callable[[], Any]] = {
        f"inbox: {title}": partial(find_inbox, engine, query) for title, query in queries.items()
    }
    pages["inbox: lanes to choose from"] = lambda: find_lanes(engine, groups=all_groups)
    pages["inbox: one group, page 21"] = lambda: find_inbox(engine, queries["one group, due first"], after=deep)
    pages["cases: newest first"] = lambda: find_cases(engine)
    far = _case_place(engine, pages=30)
    pages["cases: page 31"] = lambda: find_cases(engine, after=far)
    pages["cases: one status"] = lambda: find_cases(engine, status=CaseStatus.INCIDENT)
    pages["cases: one service, running"] = lambda: find_cases(engine, service=SERVICES[3], status=CaseStatus.RUNNING)
    pages["cases: a reference"] = lambda: find_cases(engine, text=reference)
    pages["cases: a name in the data"] = lambda: find_cases(engine, text="bat-erdene 17")
    pages["cases: a text that all have"] = lambda: find_cases(engine, text="erdene")
    return pages


def _done(*, service: str = "", lane: str = "", text: str = "") -> InboxQuery:
    done = InboxQuery(groups=GROUPS, state="completed", order="newest", follow_up="show")
    return replace(done, service=service, lane=lane, text=text)


def _place(engine: Engine, query: InboxQuery, *, pages: int) -> str:
    place = ""
    for _ in range(pages):
        place = find_inbox(engine, query, after=place).next or place
    return place


def _case_place(engine: Engine, *, pages: int) -> str:
    place = ""
    for _ in range(pages):
        place = find_cases(engine, after=place).next or place
    return place


def _timed(page: Callable[[], Any]) -> tuple[float, float]:
    page()
    times = []
    for _ in range(CALLS):
        begin = time.perf_counter()
        page()
        times.append(time.perf_counter() - begin)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _index(engine: Engine, page: Callable[[], Any]) -> str:
    """Return the indexes and scans by which the database reads a page, as it tells."""
    seen: list[tuple[str, Any]] = []
    pool = engine.database._engine  # noqa: SLF001 - nothing else sees the statements

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, _many: bool) -> None:  # noqa: ANN401
        seen.append((statement, given))

    event.listen(pool, "before_cursor_execute", note)
    page()
    event.remove(pool, "before_cursor_execute", note)
    words = "EXPLAIN" if engine.database.is_postgresql else "EXPLAIN QUERY PLAN"
    found: dict[str, None] = {}
    with engine.database.connection() as connection:
        for statement, given in seen:
            if "SELECT" in statement:
                for row in connection.exec_driver_sql(f"{words} {statement}", given):
                    found.update(dict.fromkeys(_access(str(row[-1]))))
    return ", ".join(found)


def _access(line: str) -> Iterator[str]:
    words = line.split()
    for place, word in enumerate(words):
        if word.startswith(("ix_", "uq_", "pk_", "sqlite_autoindex")):
            yield word
        elif word in {"Seq", "SCAN"} and "USING" not in line:
            table = words[place + (3 if word == "Seq" else 1)]
            if table in _TABLES:  # not a piece of the statement itself
                yield f"scan of {table}"


def _build(engine: Engine, size: int) -> str:
    """Make that many cases with one open work item each; return the reference of one of them."""
    deploy(engine, Deployment(service=SERVICES[0], model=_MODEL, model_name="bench.bpmn"), actor=SYSTEM)
    start_case(engine, service=SERVICES[0], data={"name": "first"}, actor=SYSTEM, command_key="first")
    chance = random.Random(7)  # noqa: S311 - the same cases every time
    with engine.database.connection() as connection:
        case = dict(connection.execute(select(CaseRow.__table__)).mappings().one())
        item = dict(connection.execute(select(WorkItemRow.__table__)).mappings().one())
    references = [create_reference(chance.choice) for _case in range(size)]
    for first in range(1, size, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, size))
        rows = [_copies(case, item, number, references[number], chance) for number in numbers]
        _insert(
            engine, [one for one, _item in rows], [each for _case, its_item in rows for each in _with_done(its_item)]
        )
    if engine.database.is_postgresql:  # whose own upkeep does it; SQLite is never asked to
        with engine.database.connection() as connection:
            connection.execute(text("ANALYZE"))
    return references[size // 2]


def _copies(
    case: dict[str, Any], item: dict[str, Any], number: int, reference: str, chance: random.Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    service = chance.choice(SERVICES)
    began = case["started_at"] - timedelta(minutes=number)
    name = f"bat-erdene {number % 1000}"
    due = None if chance.random() < 0.2 else began + timedelta(days=chance.randrange(90))
    person = f"person-{chance.randrange(50)}" if chance.random() < 0.2 else None
    lane = LANES[-1] if number % 1000 == 0 else chance.choice(LANES[:3])
    new_case = {
        **case, "id": case["id"] + number, "reference": reference, "service": service, "started_at": began,
        "search_text": name, "data": {"name": name}, "state": case["state"] * 3,
    }  # fmt: skip
    new_item = {
        **item, "id": chance.randbytes(16).hex(), "case_id": new_case["id"], "case_reference": reference,
        "service": service, "lane": lane, "created_at": began, "due_at": due, "assignee": person,
        "priority": chance.choice([10, 50, 50, 90]),
        "state": "claimed" if person else "open", "groups": chance.sample(GROUPS, chance.choice([1, 1, 2])),
    }  # fmt: skip
    return new_case, new_item


def _with_done(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a work item and one of its case that was done before."""
    began = item["created_at"] - timedelta(days=1)
    done = {
        **item, "id": item["id"][::-1], "instance_id": "before", "state": "completed", "assignee": "person-1",
        "created_at": began, "completed_at": began, "name": "Archive" if item["lane"] == LANES[-1] else item["name"],
    }  # fmt: skip
    return [done, item]


def _insert(engine: Engine, cases: Sequence[dict[str, Any]], items: Sequence[dict[str, Any]]) -> None:
    inbox = [
        {
            "work_item_id": item["id"], "name": group, "service": item["service"], "lane": item["lane"],
            "state": item["state"], "rank": -item["priority"], "created_at": item["created_at"], "follow_up_at": None,
            "due_order": item["due_at"] or END_OF_TIME,
        }
        for item in items
        for group in item["groups"]
    ]  # fmt: skip
    with engine.database.connection() as connection:
        connection.execute(insert(CaseRow), cases)
        connection.execute(insert(WorkItemRow), items)
        connection.execute(insert(WorkItemGroupRow), inbox)


if __name__ == "__main__":
    main()
