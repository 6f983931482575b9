"""The wrong and the right example of each rule, as its page in docs/rules shows them.

`examples/<rule id>/` holds `wrong.bpmn` and `right.bpmn`, or several that begin so. In a wrong one, the comment
`<!-- fault -->` ends each line where the rule is to find something; `<!-- fault: t1 -->` says at which element.
"""

import re
from functools import partial
from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.check import Finding, check_model
from bpmn.check.rules import RULES

EXAMPLES = Path(__file__).parent / "examples"
FAULT = re.compile(r"<!-- fault(?:: (?P<element>\S+))? -->")


def examples(kind: str) -> list[Path]:
    return sorted(EXAMPLES.glob(f"*/{kind}*.bpmn"))


def findings(path: Path) -> list[Finding]:
    model = read_model(path.read_bytes(), source_name=path.name)
    found = check_model(model, neighbour=partial(_beside, path.parent))
    return [finding for finding in found if finding.rule == path.parent.name]


def _beside(folder: Path, name: str) -> bytes | None:
    return (folder / name).read_bytes() if (folder / name).is_file() else None


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", examples("wrong"), ids=_name)
def test_rule_is_found_at_the_lines_and_elements_marked_in_its_wrong_example(path: Path) -> None:
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    marked = {number: match["element"] for number, line in lines if (match := FAULT.search(line))}
    found = findings(path)
    # A finding that concerns the whole file has no line: it is marked in the first one.
    places = {(finding.line or 1, finding.element) for finding in found}
    assert {line for line, _ in places} == set(marked)
    assert {(line, element) for line, element in marked.items() if element} <= places
    assert marked


@pytest.mark.parametrize("path", examples("right"), ids=_name)
def test_rule_finds_nothing_in_its_right_example(path: Path) -> None:
    assert findings(path) == []


def test_examples_belong_to_rules() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} <= {rule.id for rule in RULES}
