"""SARIF has the fields that its readers require, and says what the findings say."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from jsonschema.validators import validator_for

from bpmn import read_model
from bpmn.check import Finding, Severity, as_sarif, check_model
from bpmn.language import Text
from cli.check_command import command
from tests.peers.node import NodePeers

EXAMPLES = Path(__file__).parent / "examples"
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


# The properties of each object that Ortoo writes, required ones first, by the sections of SARIF 2.1.0.
LOG = ({"version", "runs"}, {"$schema"})  # 3.13
RUN = ({"tool"}, {"results", "artifacts", "language", "columnKind"})  # 3.14
DRIVER = ({"name"}, {"version", "rules"})  # 3.19
RULE = ({"id"}, {"shortDescription", "helpUri", "defaultConfiguration", "properties"})  # 3.49
RESULT = ({"message"}, {"ruleId", "ruleIndex", "level", "locations"})  # 3.27
LOCATION = (set[str](), {"physicalLocation", "logicalLocations"})  # 3.28
PHYSICAL = ({"artifactLocation"}, {"region"})  # 3.29
LOGICAL = (set[str](), {"name", "kind"})  # 3.33
LEVELS = {"none", "note", "warning", "error"}  # 3.27.10


def has(thing: dict[str, Any], properties: tuple[set[str], set[str]]) -> bool:
    required, optional = properties
    return required <= set(thing) <= required | optional


def assert_is_sarif(log: dict[str, Any]) -> None:
    assert has(log, LOG)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert has(run, RUN)
    assert has(driver, DRIVER)
    assert re.fullmatch("[a-z]{2}", run["language"])
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert has(rule, RULE)
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert urlsplit(rule.get("helpUri", "file:///")).scheme
        assert rule.get("shortDescription", {"text": "."})["text"].endswith(".")
    for result in run["results"]:
        assert_is_result(result, rules)


def assert_is_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    assert has(result, RESULT)
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in LEVELS
    assert result["message"]["text"]
    (location,) = result["locations"]
    assert has(location, LOCATION)
    assert has(location["physicalLocation"], PHYSICAL)
    assert re.fullmatch(r"[\w.~:/?#@!$&'()*+,;=%-]+", location["physicalLocation"]["artifactLocation"]["uri"])
    assert location["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1
    for logical in location.get("logicalLocations", ()):
        assert has(logical, LOGICAL)
        assert logical["kind"] == "element"


@pytest.mark.parametrize("language", ["en", "mn"])
def test_findings_of_all_examples_make_a_log_as_the_standard_asks(language: str) -> None:
    paths = sorted(EXAMPLES.glob("*/wrong*.bpmn"))
    reports = [(str(path), check_model(read_model(path.read_bytes(), source_name=path.name))) for path in paths]
    log = as_sarif(reports, language=language)
    assert_is_sarif(log)
    assert len(log["runs"][0]["results"]) == sum(len(found) for _, found in reports)
    assert all("shortDescription" in rule for rule in log["runs"][0]["tool"]["driver"]["rules"])


def test_rules_are_explained_in_english_and_lead_to_their_pages() -> None:
    (rule,) = as_sarif([("a.bpmn", [finding("fake-join")])], language="mn")["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": "Several flows into an activity or event do not wait for each other."}
    page = Path(urlsplit(rule["helpUri"]).path)
    assert page.read_text("utf-8").startswith("# fake-join")


def test_pages_can_be_told_to_be_elsewhere() -> None:
    log = as_sarif([("a.bpmn", [finding("fake-join")])], pages="https://ortoo.example/rules/")
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://ortoo.example/rules/fake-join.md"


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
    log = json.loads(result.output)
    assert_is_sarif(log)
    assert result.return_value == code
    assert any(found["level"] == "error" for found in log["runs"][0]["results"])


@pytest.mark.parametrize("language", ["en", "mn"])
def test_the_findings_of_all_wrong_examples_keep_the_official_schema(node_peers: NodePeers, language: str) -> None:
    schema = json.loads((node_peers.folder("@microsoft/jest-sarif") / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text())
    files = sorted(EXAMPLES.glob("*/wrong*.bpmn"))
    reports = [
        (f"{path.parent.name}/{path.name}", check_model(read_model(path.read_bytes(), source_name=path.name)))
        for path in files
    ]
    document = json.loads(json.dumps(as_sarif(reports, language=language)))
    assert len(document["runs"][0]["results"]) > 200
    validator = validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(document)] == []
