"""SARIF has the fields that its readers require, and says what the findings say."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpmn.check import Finding, Severity, as_sarif
from bpmn.language import Text
from cli.check_command import command

WRONG = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:here">\n'
    '<process id="P">\n<startEvent id="s"/>\n<sequenceFlow id="f" sourceRef="s" targetRef="s"/>\n'
    "</process></definitions>"
)


def finding(rule: str, *, severity: Severity = "hint", line: int | None = 3) -> Finding:
    return Finding(
        rule=rule,
        constraint="EXT.044" if rule == "standard-044" else None,
        severity=severity,
        element="t" if line else None,
        line=line,
        text=Text("Remove choreographyRef."),
        advice=Text(""),
    )


def test_a_log_has_version_schema_tool_and_results() -> None:
    log = as_sarif([("models/a b.bpmn", [finding("standard-044"), finding("link-event", severity="error")])])
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert run["tool"]["driver"]["name"] == "Ortoo"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["standard-044", "link-event"]
    assert run["tool"]["driver"]["rules"][0]["properties"] == {"constraint": "EXT.044"}
    assert [result["level"] for result in run["results"]] == ["note", "error"]
    assert json.loads(json.dumps(log)) == log


def test_results_point_at_their_rule_their_line_and_their_element() -> None:
    run = as_sarif([("a b.bpmn", [finding("x"), finding("y"), finding("x", line=None)])])["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    first, last = (run["results"][number]["locations"][0] for number in (0, 2))
    assert first["physicalLocation"] == {"artifactLocation": {"uri": "a%20b.bpmn"}, "region": {"startLine": 3}}
    assert first["logicalLocations"] == [{"name": "t", "kind": "element"}]
    assert last == {"physicalLocation": {"artifactLocation": {"uri": "a%20b.bpmn"}}}


def test_messages_are_in_the_language_that_is_asked_for() -> None:
    run = as_sarif([("a.bpmn", [finding("x")])], language="mn")["runs"][0]
    assert run["results"][0]["message"] == {"text": "choreographyRef-ийг арилгана уу."}


def test_absolute_paths_become_file_uris() -> None:
    run = as_sarif([("/models/a.bpmn", [])])["runs"][0]
    assert run["artifacts"] == [{"location": {"uri": "file:///models/a.bpmn"}}]


@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), ("not XML", 2)])
def test_the_command_prints_one_log_for_good_and_bad_files(tmp_path: Path, text: str, code: int) -> None:
    model = tmp_path / "a.bpmn"
    model.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(command, ["--sarif", str(model)], standalone_mode=False)
    results = json.loads(result.output)["runs"][0]["results"]
    assert result.return_value == code
    assert any(found["level"] == "error" for found in results)
    assert all(found["message"]["text"] and found["ruleId"] and found["locations"] for found in results)
