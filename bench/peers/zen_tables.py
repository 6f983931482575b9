"""Seconds that zen-engine takes for a decision table: a job as JSON on stdin, seconds as JSON on stdout.

A job is {"rules": [[category, low, high, output]…], "data": …, "wanted": output}.
"""

import json
import sys
import time
import timeit

import zen

REPEATS = 5


def content(rules: list[list[str | int]]) -> str:
    """Return the table in zen-engine's own format."""
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "c", "name": "c", "field": "category"}, {"id": "a", "name": "a", "field": "amount"}],
        "outputs": [{"id": "o", "name": "o", "field": "out"}],
        "rules": [
            {"_id": f"r{number}", "c": json.dumps(category), "a": f"[{low}..{high}]", "o": json.dumps(output)}
            for number, (category, low, high, output) in enumerate(rules)
        ],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def main() -> None:
    """Answer the job."""
    job = json.load(sys.stdin)
    decision = zen.ZenEngine().create_decision(content(job["rules"]))
    made = decision.evaluate(job["data"])["result"]["out"]
    if made != job["wanted"]:
        sys.exit(f"zen-engine decided {made!r} instead of {job['wanted']!r}")
    timer = timeit.Timer(lambda: decision.evaluate(job["data"]), timer=time.process_time)
    number, _ = timer.autorange()
    json.dump(min(timer.repeat(REPEATS, number)) / number, sys.stdout)


if __name__ == "__main__":
    main()
