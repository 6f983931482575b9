"""Following some of the steps shows the same faults as following all of them."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.normal import normal_form
from bpmn.soundness import Messages, Net, check_soundness, make_net
from bpmn.soundness.exploring import explore
from bpmn.soundness.reduction import reduce_net
from tests.bpmn.soundness.drawing import AND, HEAD, E, S, edge, flows, node, pools, process, tasks
from tests.bpmn.soundness.generated import collaborations, processes

MOST = 6_000


def nets(text: str) -> list[Net]:
    """Return the nets of a file's processes, and of its collaboration."""
    model = normal_form(read_model(text.encode(), source_name="generated.bpmn")).model
    found = [make_net([one], Messages())[0] for one in model.processes]
    for collaboration in model.collaborations:
        messages = Messages.of(model, collaboration, [one.id for one in model.processes])
        found.append(make_net(model.processes, messages)[0])
    return found


def compare(net: Net) -> None:
    """Check that the verdict is the same, and what can run where it is good."""
    every, some = explore(net, MOST), explore(net, MOST, is_choosy=True)
    assume(every.is_decided and not some.crowded)
    assert some.is_decided
    assert (every.fault is None) == (some.fault is None)
    assert some.markings <= every.markings or every.fault is not None
    if every.fault is None:
        assert every.covered == some.covered


@settings(max_examples=50, deadline=None)
@given(st.one_of(processes(), collaborations()))
def test_choosing_steps_changes_no_verdict(text: str) -> None:
    for net in nets(text):
        compare(net)


@settings(max_examples=50, deadline=None)
@given(st.one_of(processes(), collaborations()))
def test_folding_any_construct_changes_no_verdict(text: str) -> None:
    for net in nets(text):
        plain, folded = explore(net, MOST), explore(reduce_net(net), MOST)
        assume(plain.is_decided and folded.is_decided)
        assert (plain.fault is None) == (folded.fault is None)
        if plain.fault is None:
            assert plain.covered == folded.covered


@pytest.mark.nightly
@settings(max_examples=2_000, deadline=None)
@given(st.one_of(processes(), collaborations()))
def test_choosing_and_folding_change_no_verdict_on_thousands_of_models(text: str) -> None:
    for net in nets(text):
        compare(net)
        compare(reduce_net(net))


def beside_each_other(count: int) -> str:
    """Return a process with sub-processes side by side, each with a reminder beside it."""
    parts, arrows = [S, E, node(AND, "x"), node(AND, "j")], "s>x j>e"
    for n in range(count):
        inside = node("startEvent", f"s{n}") + tasks([f"a{n}", f"b{n}"]) + flows(f"s{n}>a{n} a{n}>b{n}")
        parts.append(node("subProcess", f"p{n}", inside) + tasks([f"r{n}"]))
        parts.append(edge(f"t{n}", f"p{n}", "<timerEventDefinition/>", interrupts=False))
        arrows += f" x>p{n} p{n}>j t{n}>r{n}"
    return process(*parts, flows(arrows))


def talking_to_many(count: int) -> list[str]:
    """Return a process that talks to many pools at once, each of which answers."""
    names = [chr(ord("A") + n) for n in range(count)]
    parts, arrows, letters, others = [S, E, node(AND, "x"), node(AND, "j")], "s>x j>e", [], []
    for name in names:
        parts += [node("sendTask", f"s{name}"), node("receiveTask", f"r{name}")]
        arrows += f" x>s{name} s{name}>r{name} r{name}>j"
        start = node("startEvent", f"{name}0", "<messageEventDefinition/>")
        answer = start + tasks([f"{name}1"]) + node("sendTask", f"{name}2")
        others.append(process(answer, flows(f"{name}0>{name}1 {name}1>{name}2"), name=name))
        letters += [f"s{name}>{name}0", f"{name}2>r{name}"]
    return [pools(*letters, names="".join(["P", *names])), process(*parts, flows(arrows)), *others]


def read(*parts: str) -> Model:
    return read_model(f"{HEAD}{''.join(parts)}</definitions>".encode(), source_name="large.bpmn")


@pytest.mark.parametrize("count", [8, 25])
def test_branches_that_have_nothing_to_do_with_each_other_do_not_multiply(count: int) -> None:
    assert check_soundness(read(beside_each_other(count)), bound=1_200)["P"].verdict == "sound"


@pytest.mark.parametrize("count", [8, 20])
def test_pools_that_have_nothing_to_do_with_each_other_do_not_multiply(count: int) -> None:
    assert check_soundness(read(*talking_to_many(count)), bound=1_200)["C"].verdict == "sound"
