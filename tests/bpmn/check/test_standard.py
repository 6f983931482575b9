"""The standard's own constraints against the files made for them."""

import json
import re
import textwrap
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from bpmn import read_model
from bpmn.check import check_model
from bpmn.check.rule import Rule
from bpmn.check.rules import RULES
from bpmn.check.standard import STANDARD_RULES

EXAMPLES = Path(__file__).parent / "examples"
PAGES = Path(__file__).resolve().parents[3] / "docs" / "rules"

# What is wrong with it lies in another file, which it imports and which is not in the corpora.
BEYOND_THE_MODEL = frozenset({"099/fail_call_ref_process.bpmn"})


@pytest.mark.corpora
def test_every_fault_is_named_by_its_constraint_at_its_element_and_line_and_no_other_file(corpora: Path) -> None:
    folder = corpora / "bpmnspector"
    missed, false_alarms = [], []
    for case in json.loads((folder / "expectations.json").read_text("utf-8")):
        path = folder / case["file"]
        model = read_model(path.read_bytes(), source_name=path.name)
        every = [f for f in check_model(model, neighbour=partial(_beside, path.parent)) if f.constraint]
        found = [f for f in every if f.constraint == case["constraint"]]
        if case["valid"] and found:
            false_alarms.append(case["file"])
        # Some files break a second constraint, which is named among the places too.
        places = {(int(line), _element(path, xpath)) for xpath, line in case["where"] if line}
        named, own = ({(f.line, f.element) for f in some} for some in (every, found))
        is_named = bool(found) and places <= named and (not places or bool(places & own))
        if not case["valid"] and not is_named and case["file"] not in BEYOND_THE_MODEL:
            missed.append(case["file"])
    assert (missed, false_alarms) == ([], [])


def _element(path: Path, xpath: str) -> str | None:
    """Return the id of the element that an expectation means, or that of the nearest element around it with one."""
    tree = etree.parse(path)
    namespaces = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
    (found,) = cast("list[etree._Element]", tree.xpath(xpath, namespaces=namespaces))
    return next((name for around in (found, *found.iterancestors()) if (name := around.get("id"))), None)


def _beside(folder: Path, name: str) -> bytes | None:
    return (folder / name).read_bytes() if (folder / name).is_file() else None


@pytest.mark.corpora
def test_valid_files_break_no_constraint_at_all(corpora: Path) -> None:
    folder = corpora / "bpmnspector"
    valid = [case["file"] for case in json.loads((folder / "expectations.json").read_text("utf-8")) if case["valid"]]
    models = [read_model((folder / file).read_bytes(), source_name=file) for file in valid]
    broken = {model.source_name: [f.constraint for f in check_model(model) if f.constraint] for model in models}
    assert {file: found for file, found in broken.items() if found} == {}


# Every constraint that BPMNspector checks (its EXT_*.sch and its checkers in Java).
NUMBERS = (
    *(1, 2, 6, 7, 8, 9, 11, 12, 13, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 35, 36, 37, 38),
    *(*range(42, 54), *range(56, 60), 61, 62, 63, 64, 65, 67, 68, 69, 70, 76, 79, *range(84, 120), *range(122, 129)),
    *(*range(135, 145), 146, *range(148, 153)),
)


def test_every_constraint_of_the_numbered_ones_has_a_rule_of_its_number() -> None:
    wanted = {f"EXT.{number:03}" for number in NUMBERS}
    assert {rule.constraint for rule in RULES if rule.constraint} == wanted
    for rule in STANDARD_RULES:
        assert not rule.id.startswith("standard-") or f"EXT.{rule.id.split('-')[1]}" == rule.constraint


@pytest.mark.parametrize("rule", STANDARD_RULES, ids=lambda rule: rule.id)
def test_page_says_why_shows_the_wrong_and_the_right_example_and_leads_to_them(rule: Rule) -> None:
    page = (PAGES / f"{rule.id}.md").read_text("utf-8")
    constraint = f" · constraint {rule.constraint}" if rule.constraint else ""
    assert page.startswith(f"# {rule.id}\n\nSeverity: {rule.severity}{constraint}\n")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == ["Why", "Wrong", "Right", "How to mend it", "Source"]
    shown = re.findall(r"```xml\n(.*?)```", page, re.DOTALL)
    for kind, lines in zip(("wrong", "right"), shown, strict=True):
        link = f"../../tests/bpmn/check/examples/{rule.id}/{kind}.bpmn"
        assert f"]({link})" in page
        example = re.sub(r" <!-- fault.*?-->", "", (PAGES / link).read_text("utf-8"))
        assert textwrap.indent(lines, "  ") in example


def test_every_constraint_is_in_the_list_of_rules() -> None:
    listed = set(re.findall(r"^\| \[([\w-]+)\]", (PAGES / "README.md").read_text("utf-8"), re.MULTILINE))
    assert {rule.id for rule in STANDARD_RULES} <= listed


def test_examples_keep_the_schema_so_that_nothing_but_the_constraint_is_wrong_with_them() -> None:
    # The schema that OMG publishes, as a library in use here carries it.
    schema = etree.XMLSchema(etree.parse(str(files("SpiffWorkflow") / "bpmn/parser/schema/BPMN20.xsd")))
    examples = [path for rule in STANDARD_RULES for path in sorted((EXAMPLES / rule.id).glob("*.bpmn"))]
    assert [path for path in examples if not schema.validate(etree.parse(path))] == []
    assert len(examples) > 2 * len(STANDARD_RULES)
