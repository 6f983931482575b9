"""What a step of a case costs, and what a case weighs, beside stock SpiffWorkflow in the same run.

Usage: python bench/tokens.py
Both run the same files. Times are medians; behind a peer's time stands how many times ours it is. "Step" is one
activity or gateway. Stock's own JSON serializer is used for loading and saving it.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count, pairwise
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bpmn import read_model
from engine.tokens import Budget, ProcessDefinition, ProcessInstance, compile_process

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CHAINS = (10, 100, 300, 900)
AGES = (10, 50, 200)
WANTED_CHAIN = {10: 3.0, 900: 50.0}
WANTED_AGE = {10: 5.0, 50: 12.0, 200: 30.0}
TURNS = 2_000
STEPS_A_TURN = 5
WINDOW = 200
BUDGET = Budget(steps=10**9, tokens=10**6)


def main() -> None:
    """Measure and print."""
    sys.setrecursionlimit(100_000)  # stock's parser calls itself for each node of a chain
    print("A chain of script tasks in memory, microseconds a step")
    for length in CHAINS:
        _compare(f"{length} tasks", *_chain(length), WANTED_CHAIN.get(length))
    _print_flatness()
    print("Load, complete a user task, move on five steps, save, by past tasks: milliseconds")
    for age in AGES:
        _compare(f"{age} past tasks", *_aged(age), WANTED_AGE[age])


def _compare(what: str, ours: float, stock: float, wanted: float | None) -> None:
    wish = "" if wanted is None else f", wanted {wanted:.0f}x"
    print(f"  {what}: ours {ours:.3f}, stock {stock:.3f} ({stock / ours:.1f}x{wish})")


def _file(body: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench" id="d">'
        f'<process id="p" isExecutable="true">{body}</process></definitions>'
    ).encode()


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def _script(name: str) -> str:
    return f'<scriptTask id="{name}" scriptFormat="python"><script>n = n + 1</script></scriptTask>'


def _chain_file(length: int) -> bytes:
    names = ["s", *(f"t{number}" for number in range(length)), "e"]
    body = '<startEvent id="s"/><endEvent id="e"/>' + "".join(_script(name) for name in names[1:-1])
    return _file(body + "".join(_flow(one, other) for one, other in pairwise(names)))


def _loop_file() -> bytes:
    body = '<startEvent id="s"/><exclusiveGateway id="m"/><userTask id="u"/><endEvent id="e"/>'
    body += _script("a") + _script("b") + _script("c") + '<exclusiveGateway id="x" default="x-e"/>'
    names = ("s", "m", "u", "a", "b", "c", "x")
    body += "".join(_flow(one, other) for one, other in pairwise(names))
    return _file(body + _flow("x", "e") + _flow("x", "m", "n &lt; 1000000"))


def _ours(file: bytes) -> ProcessDefinition:
    return compile_process(read_model(file, source_name="bench.bpmn"), "p")


def _stock(file: bytes) -> Any:  # noqa: ANN401 - the peer has no types
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(file)))
    return parser.get_spec("p")


def _new_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"i{next(numbers)}"


def _chain(length: int) -> tuple[float, float]:
    file = _chain_file(length)
    definition, spec = _ours(file), _stock(file)

    def run_ours() -> None:
        case = ProcessInstance.create(definition, data={"n": 0}, now=NOW, new_id=_new_ids(), budget=BUDGET)
        case.advance(NOW)
        if case.variables["n"] != length:
            raise SystemExit("our chain did not run")

    def run_stock() -> None:
        workflow = BpmnWorkflow(spec)
        workflow.data["n"] = 0
        workflow.task_tree.data["n"] = 0
        for task in workflow.get_tasks(state=TaskState.READY):
            task.data["n"] = 0
        workflow.do_engine_steps()
        if not workflow.is_completed() or workflow.data.get("n") != length:
            raise SystemExit("stock's chain did not run")

    repeats = max(3, 200 // length)
    return _median(run_ours, 3 * repeats) / length * 1e6, _median(run_stock, repeats) / length * 1e6


def _median(run: Callable[[], object], repeats: int) -> float:
    def seconds() -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return statistics.median(seconds() for _ in range(repeats))


def _print_flatness() -> None:
    definition = _ours(_loop_file())
    case = ProcessInstance.create(definition, data={"n": 0}, now=NOW, new_id=_new_ids(), budget=BUDGET)
    case.advance(NOW)
    seconds: list[float] = []
    sizes: list[int] = []
    for _ in range(TURNS):
        start = time.perf_counter()
        case.complete(case.waits[0].instance_id, {}, NOW)
        seconds.append(time.perf_counter() - start)
        case.drain_history()
        sizes.append(len(case.save()))
    early, late = statistics.median(seconds[2 : 2 + WINDOW]), statistics.median(seconds[-WINDOW:])
    ratio = late / early
    print(f"One case, {TURNS * (STEPS_A_TURN + 1):,} steps, microseconds a step")
    print(f"  from the 10th {early / 6 * 1e6:.2f}, the last {late / 6 * 1e6:.2f} ({ratio:.2f}x, wanted below 1.5x)")
    print(f"  state at most {max(sizes)} bytes (wanted below 5,000)")


def _aged(age: int) -> tuple[float, float]:
    file = _loop_file()
    turns = -(-age // (STEPS_A_TURN + 1))
    return _aged_ours(_ours(file), turns) * 1e3, _aged_stock(_stock(file), turns) * 1e3


def _aged_ours(definition: ProcessDefinition, turns: int) -> float:
    new_id = _new_ids()
    case = ProcessInstance.create(definition, data={"n": 0}, now=NOW, new_id=new_id, budget=BUDGET)
    case.advance(NOW)
    for _ in range(turns):
        case.complete(case.waits[0].instance_id, {}, NOW)
    case.drain_history()
    state = case.save()

    def step() -> bytes:
        loaded = ProcessInstance.load(definition, state, new_id=new_id, budget=BUDGET)
        loaded.complete(loaded.waits[0].instance_id, {}, NOW)
        return loaded.save()

    if ProcessInstance.load(definition, step(), new_id=new_id, budget=BUDGET).variables["n"] != 3 * (turns + 1):
        raise SystemExit("our case did not move on")
    return _median(step, 300)


def _aged_stock(spec: Any, turns: int) -> float:  # noqa: ANN401 - the peer has no types
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    workflow = BpmnWorkflow(spec)
    for task in workflow.get_tasks(state=TaskState.READY):
        task.data["n"] = 0
    workflow.do_engine_steps()
    for _ in range(turns):
        next(_ready(workflow)).run()
        workflow.do_engine_steps()
    state = serializer.serialize_json(workflow)

    def step() -> str:
        loaded = serializer.deserialize_json(state)
        next(_ready(loaded)).run()
        loaded.do_engine_steps()
        written: str = serializer.serialize_json(loaded)
        return written

    (task,) = _ready(serializer.deserialize_json(step()))
    if task.data["n"] != 3 * (turns + 1):
        raise SystemExit("stock's case did not move on")
    return _median(step, max(5, 100 // turns))


def _ready(workflow: Any) -> Iterator[Any]:  # noqa: ANN401 - the peer has no types
    tasks: Sequence[Any] = workflow.get_tasks(state=TaskState.READY, manual=True)
    return iter(tasks)


if __name__ == "__main__":
    main()
