from time import process_time

from engine.tokens import Budget, ProcessInstance, compile_process
from tests.engine.tokens.diagrams import NOW, Stepper, flow, ids, model, path


def test_forty_parallel_blocks_in_a_row_take_a_hundred_and_sixty_steps_not_two_to_the_fortieth() -> None:
    body, before = '<startEvent id="s"/>', "s"
    for place in range(40):
        body += f'<parallelGateway id="g{place}"/><task id="a{place}"/><task id="b{place}"/><parallelGateway id="j{place}"/>'  # noqa: E501  # the text of a file
        body += path(before, f"g{place}", f"a{place}", f"j{place}") + path(f"g{place}", f"b{place}", f"j{place}")
        before = f"j{place}"
    case = Stepper(model(body + '<endEvent id="e"/>' + path(before, "e")), budget=Budget(steps=200))
    assert case.instance.status == "completed"
    assert len(case.done) == 82


def test_a_chain_of_two_thousand_nodes_runs() -> None:
    names = [f"t{place}" for place in range(2000)]
    body = '<startEvent id="s"/>' + "".join(f'<task id="{one}"/>' for one in names) + path("s", *names)
    case = Stepper(model(body))
    assert case.done[-1] == "t1999"
    assert case.instance.status == "completed"


COUNTING = (
    '<startEvent id="s"/><exclusiveGateway id="m"/><userTask id="u"/><scriptTask id="c" scriptFormat="python">'
    '<script>n = n + 1</script></scriptTask><exclusiveGateway id="x" default="x-e"/><endEvent id="e"/>'
    + path("s", "m", "u", "c", "x", "e") + flow("x", "m", "n &lt; 2600")
)  # fmt: skip


def test_a_step_costs_the_same_and_the_state_is_as_small_after_ten_thousand_steps() -> None:
    definition, new_id = compile_process(model(COUNTING), "p"), ids()
    instance = ProcessInstance.create(definition, data={"n": 0}, now=NOW, new_id=new_id)
    instance.advance(NOW)
    seconds, sizes = [], []
    for _ in range(2600):
        started = process_time()
        instance = ProcessInstance.load(definition, instance.save(), new_id=new_id)
        instance.complete(instance.waits[0].instance_id, {}, NOW)
        seconds.append(process_time() - started)
        sizes.append(len(instance.save()))
        instance.drain_history()
    assert instance.status == "completed"
    assert max(sizes) < 300

    def usual(part: list[float]) -> float:
        return sorted(part)[len(part) // 4]

    # The first quartile, so that a busy machine does not make the test fail; a cost that grows would be 100 times more.
    assert usual(seconds[-200:]) < 3 * usual(seconds[10:210])


def test_a_loop_of_calls_leaves_nothing_behind() -> None:
    file = model(
        '<startEvent id="s"/><exclusiveGateway id="m"/><subProcess id="c"><startEvent id="cs"/><userTask id="u"/>'
        + path("cs", "u") + '</subProcess><exclusiveGateway id="x" default="x-m"/><endEvent id="e"/>'
        + path("s", "m", "c", "x", "m") + flow("x", "e", "stop")
    )  # fmt: skip
    case = Stepper(file, {"stop": False})
    first = len(case.instance.save())
    for _ in range(100):
        case.do("u", {"stop": False})
    assert len(case.instance.save()) <= first + 10
    case.do("u", {"stop": True})
    assert case.instance.status == "completed"


def test_many_branches_wait_in_five_kilobytes() -> None:
    body = '<startEvent id="s"/><parallelGateway id="g"/>' + path("s", "g")
    body += "".join(f'<userTask id="u{place}"/>' + path("g", f"u{place}") for place in range(40))
    case = Stepper(model(body))
    assert len(case.waiting) == 40
    assert case.largest < 5000
