"""Each rule has a page in docs/rules that says the same as its code and shows the same as its examples."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import bpmn.check.rules
from bpmn.check import RUNNABLE
from bpmn.check.rule import Rule
from bpmn.check.rules import RULES

PAGES = Path(__file__).resolve().parents[3] / "docs" / "rules"
EXAMPLES = Path(__file__).parent / "examples"
SECTIONS = ["Why", "Wrong", "Right", "How to mend it", "Source"]
ROW = re.compile(r"\| \[(?P<rule>[\w-]+)\]\((?P=rule)\.md\) \| (?P<severity>\w+) \| (?P<asks>.+) \|")
MARK = re.compile(r"\s*<!-- fault.*?-->")


def modules() -> dict[str, str]:
    """Return what each file of rules says of its rule, by the rule's id."""
    names = [module.name for module in pkgutil.iter_modules(bpmn.check.rules.__path__)]
    found = [importlib.import_module(f"bpmn.check.rules.{name}") for name in names]
    return {module.RULE.id: (module.__doc__ or "").splitlines()[0] for module in found}


OURS = modules()


def page(rule: str) -> str:
    return (PAGES / f"{rule}.md").read_text("utf-8")


def test_every_file_of_rules_is_registered() -> None:
    assert set(OURS) <= {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id in OURS], ids=lambda rule: rule.id)
def test_page_says_what_the_rule_asks_and_how_bad_a_fault_is(rule: Rule) -> None:
    heading, severity, asks = (line for line in page(rule.id).splitlines()[:5] if line)
    assert (heading, severity) == (f"# {rule.id}", f"Severity: {rule.severity}")
    assert OURS[rule.id].startswith(asks.removesuffix("."))
    assert re.findall(r"^## (.+)$", page(rule.id), re.MULTILINE)[: len(SECTIONS)] == SECTIONS


@pytest.mark.parametrize("rule", OURS)
def test_page_shows_the_examples(rule: str) -> None:
    wrong, right = (block.splitlines() for block in re.findall(r"```xml\n(.*?)```", page(rule), re.DOTALL))
    for name, shown in (("wrong", wrong), ("right", right)):
        file = MARK.sub("", (EXAMPLES / rule / f"{name}.bpmn").read_text("utf-8"))
        written = {line.strip() for line in file.splitlines()}
        assert {line.strip() for line in shown} - written <= {"…"}
    assert len(wrong) > 4
    assert len(right) > 4


def test_the_list_of_pages_names_every_rule_with_its_severity() -> None:
    rows = {match["rule"]: match["severity"] for match in ROW.finditer((PAGES / "README.md").read_text("utf-8"))}
    assert {rule: rows.get(rule.id) for rule in RULES if rule.id in OURS} == {
        rule: rule.severity for rule in RULES if rule.id in OURS
    }


def test_each_of_the_seven_guidelines_is_a_hint_with_a_page_that_names_it() -> None:
    named = dict(re.findall(r"(G\d) \[([\w-]+)\]", (PAGES / "README.md").read_text("utf-8")))
    severities = {rule.id: rule.severity for rule in RULES}
    assert sorted(named) == [f"G{number}" for number in range(1, 8)]
    assert {severities[rule] for rule in named.values()} == {"hint"}
    for number, rule in named.items():
        assert re.search(f"[Gg]uideline {number} of Mendling, Reijers, van der Aalst", page(rule))


def test_the_page_on_what_runs_lists_all_that_runs() -> None:
    assert set(re.findall(r"^- (.+)$", page("not-executable"), re.MULTILINE)) == RUNNABLE
