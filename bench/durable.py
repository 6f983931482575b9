"""How many user tasks a second are completed durably, beside stock SpiffWorkflow on the same databases in the same run.

Usage: python bench/durable.py
One completion is one transaction that is on the disk: the case is loaded, its user task completed, five activities and
gateways passed, and everything saved. Ortoo writes its work items, history and audit with it. Stock writes its state
with its own JSON serializer, on SQLite and PostgreSQL set as Ortoo sets them (WAL, commits that wait for the disk), and
nothing else; then again with the rows that an application on it has to keep anyway, which are one for each task that
completed and one for each user task. All take turns, some cases and then the next age, so that a busy machine slows all
alike; some and not one, since who completes tasks all day has not just had the processor's caches emptied by somebody
else's work (that alone costs ours 0.9 ms). "Past tasks" is what the case has behind it. Printed are medians, and how
many times ours goes into stock's; and what the same statements take that ours sends, sent by the driver alone to a copy
of the database, then the same with the case's tokens loaded, moved and saved before: no engine that keeps these rows
and moves these tokens can be quicker, whatever it does about roles, answers, deadlines and the hashes of the history.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product
from pathlib import Path

from bench.peers.bare_statements import copied, record, repeat
from bench.peers.postgresql import own_postgresql
from bench.peers.stock_cases import StockCases
from engine import (
    SYSTEM,
    Actor,
    Deployment,
    Engine,
    complete_work_item,
    deploy,
    open_engine,
    read_case,
    start_case,
    upgrade_database,
)
from engine.tokens import ProcessInstance

AGES = (50, 200, 500)
WANTED = {50: 5.0, 200: 20.0}
STEPS_A_TURN = 6
CASES = 40
CASES_A_TURN = 20
WORKERS = (1, 2)
COMPLETIONS_A_WORKER = 150
CLERK = Actor(id="clerk", name="Clerk", roles=frozenset({"case_worker"}))
SERVICE = "bench"
OURS = "ours"
PEERS = {"stock, its state and nothing else,": False, "stock, with history and work item rows,": True}
"""What is compared with, and whether it keeps rows beside its state."""

WITH_TOKENS = "the same, and the tokens loaded, moved and saved,"
LEAST = {"ours' statements by the driver alone": "bare", WITH_TOKENS: "with_tokens"}
"""Parts of ours that are measured by themselves, and what their copy of the database is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds of one completion: by the clock, and of this process's computing."""

    wall_s: float
    cpu_s: float


def main() -> None:
    """Measure and print."""
    sys.setrecursionlimit(100_000)  # stock's own walks go as deep as a case is old
    with tempfile.TemporaryDirectory(prefix="ortoo-bench-") as folder:
        _compare("SQLite", f"sqlite:///{folder}/ours.db", f"{folder}/stock.db", is_postgresql=False)
        with own_postgresql(Path(folder) / "pg") as url:
            _compare("PostgreSQL", url, url, is_postgresql=True)
            _scale(url)


def _compare(name: str, ours_url: str, stock_url: str, *, is_postgresql: bool) -> None:
    upgrade_database(ours_url)
    engine = open_engine(ours_url)
    deploy(engine, Deployment(service=SERVICE, model=_loop_file(), model_name="bench.bpmn"), actor=SYSTEM)
    peers = {
        label: StockCases(stock_url, is_postgresql=is_postgresql, has_rows=has_rows)
        for label, has_rows in PEERS.items()
    }
    items = {age: _prepare(engine, peers.values(), age) for age in AGES}
    spent: dict[tuple[str, int], list[Spent]] = {key: [] for key in product((OURS, *PEERS), AGES)}
    for first, age in product(range(0, CASES, CASES_A_TURN), AGES):
        places = range(first, first + CASES_A_TURN)
        for place in places:
            item_id = items[age][place]
            work = partial(complete_work_item, engine, item_id=item_id, actor=CLERK, answers={})
            spent[OURS, age].append(_spent(work))
        for label, stock in peers.items():
            spent[label, age].extend(_spent(partial(stock.complete, _number(age, place))) for place in places)
    for stock in peers.values():
        stock.close()
    engine.close()
    least = _least(ours_url, is_postgresql=is_postgresql)
    _print(name, {key: _median(each) for key, each in spent.items()}, least)


def _least(url: str, *, is_postgresql: bool) -> dict[tuple[str, int], float]:
    """Return the seconds, by the clock, of parts of a completion by themselves, for each age."""
    copies = {what: copied(url, name, is_postgresql=is_postgresql) for what, name in LEAST.items()}
    engine = open_engine(url)
    moves = {age: [_move(engine, age, place) for place in range(CASES)] for age in AGES}
    said = {age: record(engine, [_completion(engine, age, place) for place in range(CASES)]) for age in AGES}
    engine.close()
    return {
        (what, age): statistics.median(
            repeat(copy, said[age], is_postgresql=is_postgresql, moves=moves[age] if what == WITH_TOKENS else ())
        )
        for (what, copy), age in product(copies.items(), AGES)
    }


def _move(engine: Engine, age: int, place: int) -> Callable[[], object]:
    """Return what loads a case's tokens as they are now, completes its user task and saves them, in memory alone."""
    reference = _reference(engine, age, place)
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        if case is None:
            raise SystemExit(f"{reference} is gone")
        definition = engine.definitions.get(work, case.definition_id)

    def move() -> bytes:
        instance = ProcessInstance.load(definition, case.state, new_id=engine.new_id)
        instance.complete(instance.waits[0].instance_id, {}, engine.clock.now())
        instance.drain_history()
        return instance.save()

    return move


def _completion(engine: Engine, age: int, place: int) -> Callable[[], object]:
    item_id = _open_item(engine, _reference(engine, age, place))
    return partial(complete_work_item, engine, item_id=item_id, actor=CLERK, answers={})


def _reference(engine: Engine, age: int, place: int) -> str:
    """Return the reference of a case that there is: the key it was started with starts no second one."""
    return start_case(engine, service=SERVICE, data={}, actor=SYSTEM, command_key=f"{age}-{place}").reference


def _print(name: str, medians: Mapping[tuple[str, int], Spent], least: Mapping[tuple[str, int], float]) -> None:
    print(f"{name}: milliseconds a completion, of which this process computes; completions a second")
    for age in AGES:
        mine = medians[OURS, age]
        print(f"  {age} past tasks: {OURS} {_told(mine)}")
        for label in PEERS:
            other = medians[label, age]
            wish = f", wanted {WANTED[age]:.0f}x" if age in WANTED else ""
            print(
                f"    {label} {_told(other)}: {other.wall_s / mine.wall_s:.1f}x{wish}; "
                f"computing {other.cpu_s / mine.cpu_s:.1f}x"
            )
        stock = medians[next(iter(PEERS)), age].wall_s
        for what in LEAST:
            print(f"    {what} {least[what, age] * 1e3:.2f}: {stock / least[what, age]:.1f}x")
    ratio = medians[OURS, AGES[-1]].cpu_s / medians[OURS, AGES[0]].cpu_s
    print(f"  ours computes {ratio:.2f}x as long at {AGES[-1]} past tasks as at {AGES[0]}, wanted below 1.2x")


def _told(spent: Spent) -> str:
    return f"{spent.wall_s * 1e3:.2f} ({spent.cpu_s * 1e3:.2f}, {1 / spent.wall_s:.0f}/s)"


def _spent(work: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(wall_s=time.perf_counter() - wall, cpu_s=time.process_time() - cpu)


def _median(spent: Sequence[Spent]) -> Spent:
    return Spent(
        wall_s=statistics.median(one.wall_s for one in spent), cpu_s=statistics.median(one.cpu_s for one in spent)
    )


def _prepare(engine: Engine, peers: Iterable[StockCases], age: int) -> list[str]:
    """Make cases of an age, ours and stock's; return the work items that wait in ours."""
    turns = -(-age // STEPS_A_TURN)
    references = [_aged(engine, f"{age}-{place}", turns) for place in range(CASES)]
    for stock in peers:
        stock.add(_loop_file(), numbers=[_number(age, place) for place in range(CASES)], turns=turns)
    return [_open_item(engine, reference) for reference in references]


def _number(age: int, place: int) -> int:
    return age * 1_000 + place


def _aged(engine: Engine, key: str, turns: int) -> str:
    reference = start_case(engine, service=SERVICE, data={"n": 0}, actor=SYSTEM, command_key=key).reference
    for _ in range(turns):
        complete_work_item(engine, item_id=_open_item(engine, reference), actor=CLERK, answers={})
    return reference


def _open_item(engine: Engine, reference: str) -> str:
    return read_case(engine, reference=reference).open_items[0].id


def _scale(url: str) -> None:
    print("PostgreSQL: completions a second of all workers, each a process that also reads its case each time")
    rates = {}
    context = multiprocessing.get_context("spawn")
    for workers in WORKERS:
        with context.Pool(workers) as pool:
            spans = pool.starmap(_work, [(url, f"{workers}-{place}") for place in range(workers)], chunksize=1)
        began, ended = min(span[0] for span in spans), max(span[1] for span in spans)
        rates[workers] = workers * COMPLETIONS_A_WORKER / (ended - began)
        ratio = rates[workers] / rates[WORKERS[0]]
        print(f"  {workers} worker{'s' * (workers > 1)}: {rates[workers]:.0f}/s ({ratio:.2f}x of one)")


def _work(url: str, key: str) -> tuple[float, float]:
    """Complete tasks of one case in this process; return when that began and ended, by the clock all share."""
    engine = open_engine(url)
    reference = _aged(engine, key, 5)
    began = time.time()
    for _ in range(COMPLETIONS_A_WORKER):
        complete_work_item(engine, item_id=_open_item(engine, reference), actor=CLERK, answers={})
    ended = time.time()
    engine.close()
    return began, ended


def _loop_file() -> bytes:
    """Return a user task, three scripts and two gateways in a loop without end."""
    scripts = "".join(
        f'<scriptTask id="{name}" scriptFormat="python"><script>n = n + 1</script></scriptTask>' for name in "abc"
    )
    nodes = '<startEvent id="s"/><exclusiveGateway id="m"/><userTask id="u"/><endEvent id="e"/>'
    nodes += '<exclusiveGateway id="x" default="x-e"/>'
    flows = "".join(
        f'<sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in [*pairwise("smuabcx"), ("x", "e")]
    )
    back = "<conditionExpression>n &lt; 1000000</conditionExpression>"
    flows += f'<sequenceFlow id="x-m" sourceRef="x" targetRef="m">{back}</sequenceFlow>'
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench" id="d">'
        f'<process id="p" isExecutable="true">{nodes}{scripts}{flows}</process></definitions>'
    ).encode()


if __name__ == "__main__":
    main()
