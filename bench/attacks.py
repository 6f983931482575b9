"""What hostile expressions cost: each in a process of its own, with its time, its memory and what came of it.

    python -m bench.attacks           the table, the worst first
    python -m bench.attacks --json    the same as JSON

The bounds are those of issue 4: nothing leaks, nothing takes over a second or 100 MB.
"""

import argparse
import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass

from bench.attack_texts import ATTACKS, Attack
from bpmn.expressions import ExpressionError, Language, compile_expression, compile_script, compile_unary_tests

__all__ = ["Outcome", "measure_all"]

_CPU_S, _MEMORY_BYTES = 10, 4 << 30
DATA = {"x": {"a": 1, "fn": "f"}, "xs": list(range(100)), "s": "a" * 1000, "n": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one attack.

    Attributes:
        attack: Its language and the beginning of its text.
        ended: "value", "refused" (an error of ours), "failed" (another error) or "killed" (by the system's limits).
        said: The beginning of the value or of the error.
        seconds: Processor time.
        extra_mb: How much more memory its process held at most than before.
    """

    attack: str
    ended: str
    said: str
    seconds: float
    extra_mb: float


def _run(attack: Attack) -> str:
    if attack.kind == "script":
        return str(compile_script(attack.source, attack.language).run(DATA))
    if attack.kind == "cell":
        return str(compile_unary_tests(attack.source).evaluate(DATA, input_value=attack.tested).json)
    return str(compile_expression(attack.source, attack.language, names=DATA).evaluate(DATA).json)


def _measure(attack: Attack) -> Outcome:
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began_s = time.process_time()
    try:
        ended, said = "value", _run(attack)
    except ExpressionError as error:
        ended, said = "refused", str(error)
    except Exception as error:  # noqa: BLE001 - that there is another error is what is measured
        ended, said = "failed", repr(error)
    seconds = time.process_time() - began_s
    extra_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024
    return Outcome(attack=_named(attack), ended=ended, said=said[:2000], seconds=seconds, extra_mb=extra_mb)


def _named(attack: Attack) -> str:
    return f"{attack.language} {attack.kind}: {attack.source[:60]!r}"


def _in_own_process(attack: Attack) -> Outcome:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        with os.fdopen(writer, "w") as out:
            json.dump(asdict(_measure(attack)), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as into:
        text = into.read()
    _, status = os.waitpid(child, 0)
    if status or not text:
        return Outcome(attack=_named(attack), ended="killed", said=str(status), seconds=float(_CPU_S), extra_mb=0.0)
    return Outcome(**json.loads(text))


def measure_all() -> list[Outcome]:
    """Return what comes of every attack, in the order of the table."""
    for language in Language:  # what is loaded on first use is not an attack's
        compile_expression("${1 + n}" if language is Language.JUEL else "1 + n", language).evaluate(DATA)
    return [_in_own_process(attack) for attack in ATTACKS]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    outcomes = measure_all()
    if parser.parse_args().json:
        json.dump([asdict(outcome) for outcome in outcomes], sys.stdout)
        return
    for outcome in sorted(outcomes, key=lambda one: -one.seconds):
        print(f"{outcome.seconds:6.3f} s {outcome.extra_mb:6.1f} MB  {outcome.ended:8} {outcome.attack}")
    print(f"{len(outcomes)} attacks; the slowest {max(one.seconds for one in outcomes):.3f} s, ", end="")
    print(f"the largest {max(one.extra_mb for one in outcomes):.1f} MB")


if __name__ == "__main__":
    main()
