"""What an expression and a decision table cost, beside others in the same run.

Usage: python bench/expressions.py [--no-peers]
Times are the processor's, the best of some repeats, in microseconds: what else runs on the machine hardly disturbs
them. Behind a peer's time stands how many times ours it is. A dash is what a peer cannot do, or gets wrong.
"""

import argparse
import json
import time
import timeit
from collections.abc import Callable, Sequence
from typing import Any

from bench.peers.environment import run_peer
from bpmn.decisions import evaluate_decision, read_decisions
from bpmn.expressions import Language, compile_expression
from bpmn.expressions.compile import parse
from bpmn.expressions.emit import emit
from tests.bpmn.decisions.tables import decision_table
from tests.peers.node import NodePeers

REPEATS = 7
DATA = {"amount": 1500, "category": "axb", "scores": [3, 9, 5]}
# An expression, and the same in ZEN's language where it has it.
EXPRESSIONS: Sequence[tuple[str, str | None]] = (
    ('amount > 1000 and contains(category, "x")', 'amount > 1000 and contains(category, "x")'),
    ("amount > 1000", "amount > 1000"),
    ('category = "axb"', 'category == "axb"'),
    ("amount * 2 + 1 > 3000", "amount * 2 + 1 > 3000"),
    ("amount in [1000..2000]", "amount in [1000..2000]"),
    ("count(scores[item > 4]) = 2", "count(scores, # > 4) == 2"),
    ("some score in scores satisfies score > 8", "some(scores, # > 8)"),
)
OTHERS = (("amount > 1000", Language.PYTHON), ("${amount > 1000}", Language.JUEL))
TABLES = (10, 1000)
WANTED_TABLES_A_SECOND = 100_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-peers", action="store_true", help="only ours")
    with_peers = not parser.parse_args().no_peers
    jobs = [{"source": source, "zen": zen, "data": DATA, "wanted": True} for source, zen in EXPRESSIONS]
    peers = _peers(jobs) if with_peers else [{} for _ in jobs]
    print("Expressions, microseconds: compiled / parsed each time")
    for job, others in zip(jobs, peers, strict=True):
        _print_expression(str(job["source"]), others)
    for source, language in OTHERS:
        expression = compile_expression(source, language)
        print(f"  {source}  ({language})\n    ours {_us(_best(lambda e=expression: e.evaluate(DATA)))}")  # type: ignore[misc]
    for size in TABLES:
        _print_table(size, with_peers=with_peers)


def _print_expression(source: str, others: dict[str, dict[str, float | None]]) -> None:
    expression = compile_expression(source, Language.FEEL)
    if expression.evaluate(DATA).value is not True:
        raise SystemExit(f"{source} is not true")
    ours = {
        "compiled": _best(lambda: expression.evaluate(DATA)),
        "parsed": _best(lambda: emit(parse(source, Language.FEEL, frozenset())).call),
    }
    ours["parsed"] += ours["compiled"]
    print(f"  {source}\n    ours {_us(ours['compiled'])} / {_us(ours['parsed'])}")
    for peer, seconds in others.items():
        print(f"    {peer} " + " / ".join(_beside(seconds[how], ours[how]) for how in ("compiled", "parsed")))


def _peers(jobs: list[dict[str, Any]]) -> list[dict[str, dict[str, float | None]]]:
    of_python = json.loads(run_peer("feel.py", json.dumps(jobs)))
    of_node = json.loads(NodePeers().run("feelin_speed.mjs", given=json.dumps(jobs)))
    return [
        {**answer, "feelin": {"compiled": None, "parsed": seconds}}
        for answer, seconds in zip(of_python, of_node, strict=True)
    ]


def _print_table(size: int, *, with_peers: bool) -> None:
    rules = [(f"C{number % 5}", number * 10, number * 10 + 9, f"out{number}") for number in range(size)]
    chosen = size // 2 + 1
    data = {"category": f"C{chosen % 5}", "amount": chosen * 10 + 3}
    model = read_decisions(
        decision_table(
            [("category", "string", ""), ("amount", "number", "")],
            [([f'"{category}"', f"[{low}..{high}]"], f'"{out}"') for category, low, high, out in rules],
            hit_policy="FIRST",
        ),
        source_name="table.dmn",
    )
    if evaluate_decision(model, "D", data).result != f"out{chosen}":
        raise SystemExit("the table decides something else")
    ours = _best(lambda: evaluate_decision(model, "D", data))
    print(f"A decision table of {size} rules\n    ours {_us(ours)} us, {1 / ours:,.0f} evaluations a second")
    if size == TABLES[0]:
        print(f"    wanted: {WANTED_TABLES_A_SECOND:,} a second, ratio {1 / ours / WANTED_TABLES_A_SECOND:.2f}")
    if with_peers:
        job = {"rules": rules, "data": data, "wanted": f"out{chosen}"}
        seconds = json.loads(run_peer("zen_tables.py", json.dumps(job)))
        print(f"    zen-engine {_beside(seconds, ours)}")


def _best(compute: Callable[[], object]) -> float:
    timer = timeit.Timer(compute, timer=time.process_time)
    number, _ = timer.autorange()
    return min(timer.repeat(REPEATS, number)) / number


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.2f}"


def _beside(seconds: float | None, ours: float) -> str:
    return "-" if seconds is None else f"{_us(seconds)} ({seconds / ours:.1f}x)"


if __name__ == "__main__":
    main()
