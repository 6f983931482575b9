"""The standard's own constraints against the files made for them."""

import json
from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.check import check_model
from bpmn.check.rules import RULES

# What is wrong with it lies in another file, which it imports.
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
        found = [finding for finding in check_model(model) if finding.constraint == case["constraint"]]
        if case["valid"] and found:
            false_alarms.append(case["file"])
        if not case["valid"] and not found and case["file"] not in BEYOND_THE_MODEL:
            missed.append(case["file"])
    assert (missed, false_alarms) == ([], [])
