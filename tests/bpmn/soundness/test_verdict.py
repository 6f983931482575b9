"""Verdicts on small nets, on known ones, and against a search that folds nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.normal import normal_form
from bpmn.soundness import Messages, TokenGame, check_soundness, make_net
from bpmn.soundness.exploring import explore
from bpmn.soundness.reduction import reduce_net

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test">'


def model(*elements: str, flows: str) -> Model:
    pairs = [pair.split(">") for pair in flows.split()]
    arrows = [f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairs)]
    text = f'{HEAD}<process id="P">{"".join(elements)}{"".join(arrows)}</process></definitions>'
    return read_model(text.encode(), source_name="test.bpmn")


S, E, F = '<startEvent id="s"/>', '<endEvent id="e"/>', '<endEvent id="f"/>'


def tasks(names: str) -> str:
    return "".join(f'<task id="{name}" name="{name}"/>' for name in names)


def gateway(kind: str, name: str) -> str:
    return f'<{kind}Gateway id="{name}"/>'


def verdict(checked: Model) -> tuple[str, str | None]:
    found = check_soundness(checked)["P"]
    return found.verdict, found.problem


def test_a_straight_process_is_sound() -> None:
    assert verdict(model(S, tasks("a"), E, flows="s>a a>e")) == ("sound", None)


def test_choice_into_parallel_join_is_a_deadlock_with_the_shortest_way() -> None:
    checked = model(
        S, gateway("exclusive", "x"), tasks("ab"), gateway("parallel", "j"), E, flows="s>x x>a x>b a>j b>j j>e"
    )
    found = check_soundness(checked)["P"]
    assert (found.verdict, found.problem) == ("unsound", "deadlock")
    assert found.path[:2] == ("s", "x")
    assert found.path[2] in {"a", "b"}
    assert "j" in str(found.text)


def test_parallel_into_merge_is_a_lack_of_synchronisation() -> None:
    checked = model(
        S, gateway("parallel", "x"), tasks("ab"), gateway("exclusive", "j"), E, flows="s>x x>a x>b a>j b>j j>e"
    )
    assert verdict(checked) == ("unsound", "lack-of-synchronisation")


def test_two_tokens_at_one_end_is_an_improper_completion() -> None:
    checked = model(S, gateway("parallel", "x"), tasks("ab"), E, flows="s>x x>a x>b a>e b>e")
    assert verdict(checked) == ("unsound", "improper-completion")


def test_a_loop_without_a_way_out_never_completes() -> None:
    checked = model(S, gateway("exclusive", "x"), tasks("a"), E, flows="s>x x>a a>x")
    assert verdict(checked)[0] == "unsound"


def test_a_loop_with_a_way_out_is_sound() -> None:
    checked = model(S, gateway("exclusive", "x"), tasks("a"), gateway("exclusive", "y"), E, flows="s>x x>a a>y y>x y>e")
    assert verdict(checked) == ("sound", None)


def test_an_activity_that_nothing_leads_to_is_dead() -> None:
    task = '<task id="a"/><boundaryEvent id="c" attachedToRef="a"><cancelEventDefinition/></boundaryEvent>'
    checked = model(S, task, tasks("b"), E, F, flows="s>a a>e c>b b>f")
    found = check_soundness(checked)["P"]
    assert (found.problem, found.path) == ("dead-activity", ("b",))


def test_inclusive_join_waits_for_what_can_still_come_and_for_no_more() -> None:
    checked = model(
        S,
        gateway("inclusive", "x"),
        tasks("abc"),
        gateway("inclusive", "j"),
        E,
        flows="s>x x>a x>b x>c a>j b>j c>j j>e",
    )
    assert verdict(checked) == ("sound", None)


def test_terminate_ends_what_runs_beside_it() -> None:
    stop = '<endEvent id="f"><terminateEventDefinition/></endEvent>'
    checked = model(S, gateway("parallel", "x"), tasks("ab"), E, stop, flows="s>x x>a x>b a>e b>f")
    assert verdict(checked) == ("sound", None)


def test_a_reminder_sent_again_and_again_is_no_lack_of_synchronisation() -> None:
    timer = (
        '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
    )
    parts = (S, gateway("exclusive", "x"), tasks("ar"), timer, gateway("exclusive", "y"), E, F)
    checked = model(*parts, flows="s>x x>a a>y y>x y>e t>r r>f")
    assert verdict(checked) == ("sound", None)


def test_errors_thrown_inside_leave_by_the_boundary() -> None:
    inside = (
        '<subProcess id="p"><startEvent id="is"/><endEvent id="ie"><errorEventDefinition/></endEvent>'
        '<sequenceFlow id="if" sourceRef="is" targetRef="ie"/></subProcess>'
        '<boundaryEvent id="b" attachedToRef="p"><errorEventDefinition/></boundaryEvent>'
    )
    assert verdict(model(S, inside, tasks("h"), E, F, flows="s>p p>e b>h h>f")) == ("sound", None)


def test_over_the_bound_there_is_no_verdict() -> None:
    branches = "abcdefgh"
    flows = " ".join(f"s>x x>{t} {t}>y{t}".replace("s>x ", "") for t in branches)
    events = "".join(f'<endEvent id="y{t}"/>' for t in branches)
    checked = model(S, gateway("parallel", "x"), tasks(branches), events, flows=f"s>x {flows}")
    assert check_soundness(checked, bound=3)["P"].verdict == "undecided"


def test_many_blocks_in_a_row_are_decided_at_once() -> None:
    parts, flows, last = [S, E], [], "s"
    for n in range(60):
        parts += [f'<parallelGateway id="x{n}"/><parallelGateway id="j{n}"/><task id="a{n}"/><task id="b{n}"/>']
        flows += [f"{last}>x{n} x{n}>a{n} x{n}>b{n} a{n}>j{n} b{n}>j{n}"]
        last = f"j{n}"
    checked = model(*parts, flows=f"{' '.join(flows)} {last}>e")
    assert check_soundness(checked, bound=50)["P"].verdict == "sound"


KINDS = ("exclusive", "parallel", "inclusive")


@st.composite
def random_models(draw: st.DrawFn) -> Model:
    """Blocks whose split and join may be of different kinds, one inside the other."""
    parts, flows, count = [S, E], [], 0

    def block(before: str, depth: int) -> str:
        nonlocal count
        count += 1
        mine = count
        if depth == 0 or draw(st.booleans()):
            parts.append(f'<task id="t{mine}"/>')
            flows.append(f"{before}>t{mine}")
            return f"t{mine}"
        parts.append(gateway(draw(st.sampled_from(KINDS)), f"x{mine}"))
        parts.append(gateway(draw(st.sampled_from(KINDS)), f"j{mine}"))
        flows.append(f"{before}>x{mine}")
        flows.extend(f"{block(f'x{mine}', depth - 1)}>j{mine}" for _ in range(2))
        return f"j{mine}"

    last = block(block("s", 2), 2)
    return model(*parts, flows=f"{' '.join(flows)} {last}>e")


@settings(max_examples=60, deadline=None)
@given(random_models())
def test_folding_changes_no_verdict(checked: Model) -> None:
    form = normal_form(checked)
    synthetic = frozenset(new for new, origin in form.origin.items() if new != origin)
    net, _ = make_net(form.model.processes, Messages(), synthetic=synthetic)
    plain, folded = explore(net, 20_000), explore(reduce_net(net), 20_000)
    assert (plain.fault is None) == (folded.fault is None)
    if plain.fault is None:
        assert plain.covered == folded.covered


@settings(max_examples=40, deadline=None)
@given(random_models())
def test_the_way_to_a_fault_can_be_walked(checked: Model) -> None:
    found = check_soundness(checked)["P"]
    if found.verdict == "unsound":
        assert found.path[0] == "s"
        assert set(found.path) <= set(checked.nodes)


def test_the_game_begins_at_the_start_event_and_can_be_played_to_the_end() -> None:
    form = normal_form(model(S, tasks("a"), E, flows="s>a a>e"))
    net, guessed = make_net(form.model.processes, Messages())
    game, marking = TokenGame(net), net.first
    passed: list[str] = []
    while moves := list(game.moves(marking)):
        marking = moves[0].marking
        passed += moves[0].transition.elements
    assert game.is_over(marking)
    assert (passed, guessed) == (["s", "a", "e"], ())


PROBLEMS = {"Deadlock": "deadlock", "LackOfSync": "lack-of-synchronisation"}


@pytest.mark.corpora
def test_known_verdicts(corpora: Path) -> None:
    folder = corpora / "soundness"
    known = json.loads((folder / "verdicts.json").read_text("utf-8"))
    wrong = []
    for case in (*known["mojo"], *known["fbpmn"]):
        checked = read_model((folder / case["file"]).read_bytes(), source_name=case["file"])
        verdicts = check_soundness(checked)
        whole = [verdicts[c.id] for c in checked.collaborations if c.id in verdicts] or list(verdicts.values())
        problems = {v.problem for v in whole}
        expected = {PROBLEMS.get(case.get("expect", "").split(" ")[0])}
        is_sound = case.get("sound", case.get("expect") == "ok")
        is_right = all(v.verdict == "sound" for v in whole) if is_sound else any(v.verdict == "unsound" for v in whole)
        if not is_right or ("expect" in case and not is_sound and not expected <= problems):
            wrong.append((case, verdicts))
    assert wrong == []
