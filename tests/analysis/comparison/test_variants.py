"""Several variants at once."""

from dataclasses import replace

import pytest

from analysis.comparison import Depth, compare_variants
from analysis.errors import AnalysisError
from analysis.scenario import Scenario
from bpmn.model import Model
from tests.analysis.comparison.lines import compared, queue, unhurried
from tests.analysis.models import line


def _variant(name: str, scenario: Scenario) -> tuple[Model, Scenario]:
    return replace(line("check"), source_name=name), scenario


def test_the_quickest_variant_is_certainly_the_best_and_each_has_its_difference() -> None:
    found = compare_variants(
        line("check"),
        unhurried({"check": 3}),
        [_variant("a.bpmn", unhurried({"check": 2})), _variant("b.bpmn", unhurried({"check": 1}))],
        cases=40,
        replications=3,
    )
    assert found.names == ("a.bpmn", "b.bpmn")
    best = {one.measure: (one.variant, one.is_certain) for one in found.best}
    assert best["cycle_time"] == (1, True)
    row = next(row for row in found.rows() if row[0] is not None and row[0].measure == "cycle_time")
    assert [one and one.difference for one in row] == [pytest.approx(-3600.0), pytest.approx(-7200.0)]
    assert "best in b.bpmn" in str(found.verdict)


def test_alike_variants_are_not_said_to_be_better_than_each_other() -> None:
    other = queue({"look": 0.4})
    found = compare_variants(
        line("check"),
        queue({"check": 0.6}),
        [_variant("a.bpmn", queue({"check": 0.4})), (replace(line("look"), source_name="b.bpmn"), other)],
        cases=60,
        replications=5,
    )
    assert {one.measure: one.is_certain for one in found.best}["cycle_time"] is False


def test_each_difference_must_be_the_surer_the_more_variants_there_are() -> None:
    before, after = queue({"check": 0.6}), queue({"check": 0.5})
    alone = compared(line("check"), line("check"), before, after, replications=10).measure("cycle_time")
    variants = [_variant(name, after) for name in ("a", "b", "c")]
    among = compare_variants(line("check"), before, variants, cases=40, replications=10).comparisons[0]
    assert alone is not None
    assert alone.p_adjusted is not None
    assert (found := among.measure("cycle_time")) is not None
    assert found.p_adjusted == pytest.approx(min(1.0, 3 * alone.p_adjusted))
    assert found.difference == alone.difference


def test_the_document_names_every_variant_once() -> None:
    same = [_variant("same.bpmn", unhurried({"check": 2}))] * 2
    found = compare_variants(
        line("check"), unhurried({"check": 3}), same, cases=20, replications=2,
        depth=Depth(drivers=True, sensitivity=True, stresses=False),
    )  # fmt: skip
    document = found.as_json()
    assert [one["name"] for one in document["variants"]] == ["same.bpmn (1)", "same.bpmn (2)"]
    assert all(one["shares"]["by_change"] for one in document["variants"])
    assert document["as_is"]["file"] == "test.bpmn"


def test_no_variant_is_said() -> None:
    with pytest.raises(AnalysisError, match="no variant"):
        compare_variants(line("check"), unhurried({"check": 3}), [])
