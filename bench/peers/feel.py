"""Seconds that FEEL evaluators of others take for an expression: jobs as JSON on stdin, seconds as JSON on stdout.

Run with the peers' own Python (`bench.peers.environment`). A job is {"source": …, "data": …, "zen": …}: `zen` is the
same condition in ZEN's own language, which is not FEEL. An answer is {peer: {"compiled": seconds, "parsed": seconds}};
what a peer cannot do, or gets wrong, is null.
"""

import io
import json
import logging
import sys
import time
import timeit
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

logging.disable(logging.CRITICAL)

import zen  # noqa: E402 - the logging of the peers is switched off first
from bkflow_feel import parser as bkflow_parser  # noqa: E402
from bkflow_feel import transformer as bkflow_transformer  # noqa: E402
from pySFeel import SFeelParser  # noqa: E402

REPEATS = 5
Seconds = dict[str, float | None]


def best(compute: Callable[[], object], wanted: object) -> float | None:
    """Return the seconds of one call, the best of some; None where the result is not the wanted one."""
    try:
        if compute() != wanted:
            return None
    except Exception:  # noqa: BLE001 - whatever a peer raises, it has no answer
        return None
    timer = timeit.Timer(compute, timer=time.process_time)
    number, _ = timer.autorange()
    return min(timer.repeat(REPEATS, number)) / number


def of_bkflow(job: dict[str, Any]) -> Seconds:
    """Measure bkflow-feel, compiled to its tree and parsed each time."""

    def tree() -> Any:  # noqa: ANN401 - the peer has no types
        return bkflow_transformer.transform(bkflow_parser.parse(job["source"]))

    try:
        compiled = tree()
    except Exception:  # noqa: BLE001 - it cannot read the expression
        return {"compiled": None, "parsed": None}
    data, wanted = job["data"], job["wanted"]
    return {
        "compiled": best(lambda: compiled.evaluate(data), wanted),
        "parsed": best(lambda: tree().evaluate(data), wanted),
    }


def of_pysfeel(job: dict[str, Any]) -> Seconds:
    """Measure pySFeel, which has no compiled form; variables are set before, outside the time."""
    parser = SFeelParser()
    for name, value in job["data"].items():
        parser.sFeelParse(f"{name} <- {json.dumps(value)}")
    return {"compiled": None, "parsed": best(lambda: parser.sFeelParse(job["source"])[1], job["wanted"])}


def of_zen(job: dict[str, Any]) -> Seconds:
    """Measure zen-engine."""
    if job["zen"] is None:
        return {"compiled": None, "parsed": None}
    expression, data, wanted = zen.compile_expression(job["zen"]), job["data"], job["wanted"]
    return {
        "compiled": best(lambda: expression.evaluate(data), wanted),
        "parsed": best(lambda: zen.evaluate_expression(job["zen"], data), wanted),
    }


def main() -> None:
    """Answer the jobs."""
    with redirect_stdout(io.StringIO()):
        answers = [
            {"bkflow-feel": of_bkflow(job), "pySFeel": of_pysfeel(job), "zen-engine (not FEEL)": of_zen(job)}
            for job in json.load(sys.stdin)
        ]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
