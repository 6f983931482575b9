"""Models that are not drawn in blocks, or hold what a flow cannot count, are analysed all the same."""

from analysis.flow import Flow, analyse_flow
from analysis.scenario import default_scenario, with_defaults
from bpmn import read_model

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test"><process id="p">'


def flow_of(body: str) -> Flow:
    model = read_model(f"{HEAD}{body}</process></definitions>".encode(), source_name="unusual.bpmn")
    return analyse_flow(model, with_defaults(model, default_scenario(model)).scenario)


def arrows(*pairs: str) -> str:
    ends = (pair.split(">") for pair in pairs)
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ends)


def test_a_way_back_into_a_parallel_block_is_counted_once_and_said() -> None:
    flow = flow_of(
        '<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="split"/><task id="a" name="A"/>'
        '<exclusiveGateway id="again"/><task id="b" name="B"/><parallelGateway id="join"/><endEvent id="e"/>'
        + arrows("s>m", "m>split", "split>a", "a>again", "again>m", "again>join", "split>b", "b>join", "join>e")
    )
    assert any("leads back into the block" in str(warning) and "split" in str(warning) for warning in flow.warnings)
    assert flow.cycle_time_s > 0


def test_a_model_in_blocks_has_nothing_to_be_said_of() -> None:
    flow = flow_of(
        '<startEvent id="s"/><parallelGateway id="split"/><task id="a" name="A"/><task id="b" name="B"/>'
        '<parallelGateway id="join"/><endEvent id="e"/>'
        + arrows("s>split", "split>a", "split>b", "a>join", "b>join", "join>e")
    )
    assert not any("leads back" in str(warning) for warning in flow.warnings)


def test_a_compensation_handler_does_not_stand_in_the_way() -> None:
    flow = flow_of(
        '<startEvent id="s"/><task id="book" name="Book"/>'
        '<boundaryEvent id="undo" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>'
        '<task id="cancel" name="Cancel" isForCompensation="true"/><endEvent id="e"/>'
        '<association id="x" sourceRef="undo" targetRef="cancel"/>' + arrows("s>book", "book>e")
    )
    assert flow.visits["book"] == 1
