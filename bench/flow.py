"""How long flow analysis takes for a model of fifty nodes, and for the service "Register a company".

Usage: python bench/flow.py
"""

import time
from collections.abc import Callable
from pathlib import Path

from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario, load_scenario
from bpmn import read_model
from bpmn.model import Model

SERVICE = Path(__file__).resolve().parents[1] / "processes" / "company-registration"
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench"><process id="p">'
BLOCKS = 8


def main() -> None:
    """Measure and print."""
    model, scenario = _fifty_nodes()
    fifty = _median_ms(lambda: analyse_flow(model, scenario))
    print(f"{len(model.nodes)} nodes, loops and parallel blocks, queues: {fifty:.1f} ms")
    for name in ("as-is", "to-be"):
        service = read_model((SERVICE / f"{name}.bpmn").read_bytes(), source_name=name)
        said = load_scenario((SERVICE / "scenarios" / f"{name}.json").read_bytes(), name, service)

        def analyse(service: Model = service, said: Scenario = said) -> None:
            analyse_flow(service, said)

        print(f"company registration {name}, with closing hours: {_median_ms(analyse):.1f} ms")


def _median_ms(call: Callable[[], object]) -> float:
    times = []
    for _ in range(15):
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return sorted(times)[7] * 1000


def _fifty_nodes() -> tuple[Model, Scenario]:
    """Eight blocks one after the other, in turn a loop and a parallel block."""
    body, before, flows, tasks = ['<startEvent id="s"/>'], "s", {}, []
    for number in range(BLOCKS):
        kind = "exclusiveGateway" if number % 2 else "parallelGateway"
        body += [f'<{kind} id="a{number}"/><{kind} id="z{number}"/>']
        inner = [f"t{number}_{branch}" for branch in range(4)]
        tasks += inner
        body += [f'<userTask id="{task}"/>' for task in inner]
        ways = [(before, f"a{number}"), (f"a{number}", inner[0]), (inner[0], inner[1])]
        if number % 2:
            ways += [(inner[1], inner[2]), (inner[2], inner[3]), (inner[3], f"z{number}"), (f"z{number}", f"a{number}")]
            flows[f"z{number}_a{number}"] = 0.2
        else:
            ways += [(inner[1], f"z{number}"), (f"a{number}", inner[2]), (inner[2], inner[3]), (inner[3], f"z{number}")]
        body += [_flow(*way) for way in ways]
        before = f"z{number}"
    body.append(f'<endEvent id="e"/>{_flow(before, "e")}')
    model = read_model(f"{HEAD}{''.join(body)}</process></definitions>".encode(), source_name="fifty.bpmn")
    work = {
        task: ActivityParameters(
            resources=(f"r{at % 5}",), duration=Distribution(type="triangular", min=60, mode=600, max=1800)
        )
        for at, task in enumerate(tasks)
    }
    pools = {f"r{at}": ResourcePool(id=f"r{at}", amount=4) for at in range(5)}
    arrivals = Arrivals(inter_arrival=Distribution(type="exponential", mean=3000))
    return model, Scenario(arrivals=arrivals, resources=pools, activities=work, flows=flows)


def _flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


if __name__ == "__main__":
    main()
