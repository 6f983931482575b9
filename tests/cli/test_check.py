from pathlib import Path

import pytest

from tests.cli.conftest import Ortoo, process

TASK = '<startEvent id="s"/><task id="t" name="Do it"/><endEvent id="e"/>'
FLOWS = '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'


def test_a_sound_model_without_errors_ends_with_0(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("check", approval, "--json")
    report = outcome.json[0]
    assert outcome.code == 0
    assert report["readable"] is True
    assert report["soundness"]["p"]["verdict"] == "sound"
    assert all(
        set(finding) == {"rule", "constraint", "severity", "element", "line", "message", "advice"}
        for finding in report["findings"]
    )


def test_errors_end_with_1_and_name_element_and_line(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "wrong.bpmn"
    file.write_text(process(TASK + '\n<sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>'))
    outcome = ortoo("check", str(file), "--json")
    assert outcome.code == 1
    finding = next(finding for finding in outcome.json[0]["findings"] if finding["severity"] == "error")
    assert finding["element"] == "f"
    assert finding["line"] == 6
    assert finding["message"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("hello", "does not begin like XML"),
        ("<a><b></a>", "not well-formed XML"),
        ("", "empty"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DTD"),
        ("<html/>", "HTML"),
    ],
)
def test_a_broken_file_ends_with_2_and_a_sentence(ortoo: Ortoo, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "broken.bpmn"
    file.write_text(content)
    outcome = ortoo("check", str(file), "--json")
    assert outcome.code == 2
    assert outcome.json[0]["readable"] is False
    assert said in outcome.json[0]["findings"][0]["message"]


def test_an_unknown_element_is_said_with_its_line(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "unknown.bpmn"
    file.write_text(process(TASK + "\n<wizardTask id='w'/>\n" + FLOWS))
    findings = ortoo("check", str(file), "--json").json[0]["findings"]
    assert any("wizardTask" in finding["message"] and finding["line"] == 6 for finding in findings)


def test_a_script_that_wants_os_is_refused_with_its_element(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "script.bpmn"
    script = '<scriptTask id="bad" name="Clean up" scriptFormat="python"><script>import os</script></scriptTask>'
    body = TASK.replace('<task id="t" name="Do it"/>', script) + FLOWS.replace('"t"', '"bad"')
    file.write_text(process(body))
    outcome = ortoo("check", str(file), "--json")
    assert outcome.code == 1
    assert any(
        finding["element"] == "bad" and finding["severity"] == "error" for finding in outcome.json[0]["findings"]
    )


def test_a_missing_file_is_said_and_the_others_are_still_checked(ortoo: Ortoo, approval: str, tmp_path: Path) -> None:
    outcome = ortoo("check", str(tmp_path / "none.bpmn"), approval, "--json")
    assert outcome.code == 2
    assert [report["readable"] for report in outcome.json] == [False, True]


def test_text_for_people_names_file_line_and_rule(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "wrong.bpmn"
    file.write_text(process(TASK + '\n<sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>'))
    outcome = ortoo("check", str(file))
    assert f"{file}:6: error: " in outcome.out
    assert "findings" in outcome.out


def test_findings_come_in_mongolian_when_asked_for(
    ortoo: Ortoo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wrong.bpmn"
    file.write_text(process(TASK + '\n<sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>'))
    english = ortoo("check", str(file), "--json").json[0]["findings"]
    monkeypatch.setenv("ORTOO_LANGUAGE", "mn")
    mongolian = ortoo("check", str(file), "--json").json[0]["findings"]
    assert [finding["rule"] for finding in english] == [finding["rule"] for finding in mongolian]
    assert all(a["message"] != b["message"] for a, b in zip(english, mongolian, strict=True))


def test_decisions_are_checked_beside_processes(ortoo: Ortoo, tmp_path: Path, approval: str) -> None:
    file = tmp_path / "fee.dmn"
    file.write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">\n'
        '<decision id="fee" name="Fee"><decisionTable><input><inputExpression typeRef="number"><text>age</text>'
        '</inputExpression></input><output/>\n<rule id="one"><inputEntry><text>&lt; 18</text></inputEntry>'
        "<outputEntry><text>1 +</text></outputEntry></rule></decisionTable></decision></definitions>"
    )
    outcome = ortoo("check", str(file), approval, "--json")
    decisions, process_model = outcome.json
    assert outcome.code == 1
    assert (decisions["readable"], decisions["soundness"]) == (True, {})
    assert [(one["rule"], one["element"], one["line"]) for one in decisions["findings"]] == [
        ("decision-table-gap", "fee", 2),
        ("expression-invalid", "one", 3),
    ]
    assert "age: >= 18" in decisions["findings"][0]["message"]
    assert process_model["soundness"]


def test_a_broken_decision_file_ends_with_2(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "broken.dmn"
    file.write_text("<definitions/>")
    outcome = ortoo("check", str(file), "--json")
    assert outcome.code == 2
    assert "not a DMN file" in outcome.json[0]["findings"][0]["message"]


DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="urn:d" id="d">
<decision id="permit_fee" name="Permit fee"><literalExpression><text>{}</text></literalExpression></decision>
</definitions>"""
RULE_TASK = TASK.replace("<task", '<businessRuleTask xmlns:c="http://camunda.org/schema/1.0/bpmn" c:decisionRef="{}"')


@pytest.mark.parametrize(
    ("called", "code", "rules"), [("permit_fee", 0, set()), ("permit_feed", 1, {"decision-missing"})]
)
def test_business_rule_tasks_are_held_against_the_decision_files_given_with_them(
    ortoo: Ortoo, tmp_path: Path, called: str, code: int, rules: set[str]
) -> None:
    model, decisions = tmp_path / "p.bpmn", tmp_path / "d.dmn"
    model.write_text(process(RULE_TASK.format(called) + FLOWS))
    decisions.write_text(DMN.format("5"))
    outcome = ortoo("check", str(model), str(decisions), "--json")
    assert outcome.code == code
    assert {one["rule"] for one in outcome.json[0]["findings"] if one["rule"].startswith("decision-")} == rules
    assert ortoo("check", str(model), "--json").code == 0


def test_nothing_is_said_of_missing_decisions_where_a_decision_file_cannot_be_read(
    ortoo: Ortoo, tmp_path: Path
) -> None:
    model, decisions = tmp_path / "p.bpmn", tmp_path / "d.dmn"
    model.write_text(process(RULE_TASK.format("elsewhere") + FLOWS))
    decisions.write_text("<definitions/>")
    outcome = ortoo("check", str(model), str(decisions), "--json")
    assert outcome.code == 2
    assert [one["rule"] for one in outcome.json[0]["findings"] if one["severity"] == "error"] == []


def test_what_is_wrong_with_the_call_of_a_decision_is_told_to_editors_too(ortoo: Ortoo, tmp_path: Path) -> None:
    model, decisions = tmp_path / "p.bpmn", tmp_path / "d.dmn"
    model.write_text(process(RULE_TASK.format("permit_fee") + FLOWS))
    decisions.write_text(DMN.format("amount * 2"))
    (run,) = ortoo("check", str(model), str(decisions), "--sarif").json["runs"]
    told = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert told["decision-call-input"] == "A called decision finds its inputs among the variables of the process."
