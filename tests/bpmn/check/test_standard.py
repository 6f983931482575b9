"""The standard's own constraints against the files made for them."""

import json
from functools import partial
from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.check import check_model
from bpmn.check.rules import RULES

# What is wrong with it lies in another file, which it imports and which is not in the corpora.
BEYOND_THE_MODEL = frozenset({"099/fail_call_ref_process.bpmn"})


@pytest.mark.corpora
def test_constraints_that_are_checked_are_found_where_broken_and_only_there(corpora: Path) -> None:
    folder = corpora / "bpmnspector"
    checked = {rule.constraint for rule in RULES if rule.constraint}
    missed, false_alarms = [], []
    for case in json.loads((folder / "expectations.json").read_text("utf-8")):
        if case["constraint"] not in checked:
            continue
        model = read_model((folder / case["file"]).read_bytes(), source_name=case["file"])
        beside = partial(_beside, (folder / case["file"]).parent)
        found = [f for f in check_model(model, neighbour=beside) if f.constraint == case["constraint"]]
        lines = {int(line) for _, line in case["where"] if line}
        if case["valid"] and found:
            false_alarms.append(case["file"])
        is_named = bool(found) and (not lines or bool(lines & {finding.line for finding in found}))
        if not case["valid"] and not is_named and case["file"] not in BEYOND_THE_MODEL:
            missed.append(case["file"])
    assert (missed, false_alarms) == ([], [])


def _beside(folder: Path, name: str) -> bytes | None:
    return (folder / name).read_bytes() if (folder / name).is_file() else None


@pytest.mark.corpora
def test_valid_files_break_no_constraint_at_all(corpora: Path) -> None:
    folder = corpora / "bpmnspector"
    valid = [case["file"] for case in json.loads((folder / "expectations.json").read_text("utf-8")) if case["valid"]]
    models = [read_model((folder / file).read_bytes(), source_name=file) for file in valid]
    broken = {model.source_name: [f.constraint for f in check_model(model) if f.constraint] for model in models}
    assert {file: found for file, found in broken.items() if found} == {}


def test_every_constraint_of_the_numbered_ones_has_a_rule() -> None:
    checked = {rule.constraint for rule in RULES if rule.constraint}
    assert {
        f"EXT.{number:03}" for number in (*range(44, 53), *range(63, 66), *range(67, 72), *range(84, 97))
    } <= checked
