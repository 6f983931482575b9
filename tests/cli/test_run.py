from pathlib import Path

from tests.cli.conftest import Ortoo, process


def test_a_model_runs_with_data_and_answers(ortoo: Ortoo, approval: str) -> None:
    answers = '{"decide": {"amount": 50}}'
    outcome = ortoo("run", approval, "--data", '{"amount": 500}', "--answers", answers, "--json")
    assert outcome.code == 0
    assert outcome.json["status"] == "completed"
    assert [entry["element"] for entry in outcome.json["trace"]] == ["start", "decide", "approved"]
    assert set(outcome.json["trace"][0]) == {"element", "name", "type", "process", "time"}
    assert outcome.json["data"] == {"amount": 50}
    assert outcome.json["errors"] == outcome.json["waiting"] == []


def test_the_default_flow_is_taken_when_no_condition_holds(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("run", approval, "--data", '{"amount": 500}', "--json")
    assert outcome.json["trace"][-1]["element"] == "refused"


def test_timers_pass_at_once_and_show_in_the_time(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "timer.bpmn"
    file.write_text(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="wait"><timerEventDefinition>'
            "<timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
            '<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="wait"/>'
            '<sequenceFlow id="g" sourceRef="wait" targetRef="e"/>'
        )
    )
    trace = ortoo("run", str(file), "--json").json["trace"]
    assert [entry["element"] for entry in trace] == ["s", "wait", "e"]
    assert trace[0]["time"][:10] != trace[2]["time"][:10]


def test_an_endless_loop_stops_at_the_bound_with_a_sentence(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "endless.bpmn"
    file.write_text(
        process(
            '<startEvent id="s"/><task id="t" name="Go on"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
            '<sequenceFlow id="g" sourceRef="t" targetRef="t"/>'
        )
    )
    outcome = ortoo("run", str(file), "--max-steps", "50", "--json")
    assert outcome.code == 1
    assert outcome.json["status"] == "error"
    assert outcome.json["errors"]


def test_data_that_is_not_json_is_said(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("run", approval, "--data", "{amount: 5}")
    assert outcome.code == 2
    assert "--data" in outcome.err


def test_an_unknown_process_is_named(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("run", approval, "--process", "nobody")
    assert outcome.code != 0
    assert "nobody" in outcome.err + outcome.out
    assert "Traceback" not in outcome.err


def test_text_for_people_lists_what_happened(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("run", approval, "--data", '{"amount": 5}')
    assert "Decide request" in outcome.out
    assert "status: completed" in outcome.out
