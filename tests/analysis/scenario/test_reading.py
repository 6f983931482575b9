"""The scenario file: the page that describes it, and what is said of wrong ones."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario import Distribution, Scenario, load_scenario, read_scenario, with_defaults
from tests.analysis.models import line

PAGE = Path(__file__).resolve().parents[3] / "docs" / "scenario.md"


def read(**parts: Any) -> Any:
    return read_scenario(json.dumps({"ortoo_scenario": 1, **parts}).encode(), source_name="s.json")


def test_the_example_of_the_handbook_is_read() -> None:
    example = re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    found = read_scenario(example[1].encode(), source_name="page")
    assert found.promise_s == 2 * 86400
    assert found.resources["registrar"].amount == 4
    assert found.resources["applicant"].amount is None


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"flows": {"F": 1.5}}, "flows.F", "at most 1"),
    ({"resources": {"r": {"amount": 0}}}, "resources.r.amount", "no members"),
    ({"calendars": {"c": {"hours": []}}}, "calendars.c", "never opens"),
    ({"calendars": {"c": {"time_zone": "Nowhere/At_all", "hours": [{"days": ["mon"], "from": "9:00", "to": "9:30"}]}}},
     "calendars.c.time_zone", "no time zone"),
    ({"activities": {"A": {"duration": -5}}}, "activities.A.duration", "at least 0"),
    ({"activities": {"A": {"duration": {"type": "triangular", "min": 3, "mode": 1, "max": 2}}}},
     "activities.A.duration", "triangular"),
    ({"activities": {"A": {"duration": "soon"}}}, "activities.A.duration", "ISO 8601"),
    ({"activities": {"A": {"resource": "nobody"}}}, "activities.A.resource", "no resource"),
    ({"arrivals": {"inter_arrival": 0}}, "arrivals.inter_arrival", "more than 0"),
    ({"activites": {}}, "activites", 'Did you mean "activities"'),
    ({"xyz": {}}, "xyz", "Nobody knows this key. Known are"),
    ({"activities": {"A": {"duration": {"type": "fixed", "vlaue": 3}}}}, "activities.A.duration.value", "needs this"),
    ({"calendars": {"office": {"hours": [{"days": ["mon"], "from": "09:00", "to": "10:00"}]}},
      "resources": {"r": {"calendar": "ofice"}}}, "resources.r.calendar", 'Did you mean "office"'),
    ({"resources": {"clerk": {}}, "activities": {"A": {"resource": "clrek"}}},
     "activities.A.resource", 'Did you mean "clerk"'),
    ({"assumptions": [{"path": "flows.f", "knid": "assumed"}]}, "assumptions.0.knid", 'Did you mean "kind"'),
    ({"calendars": {"c": {"hours": [{"days": [], "from": "09:00", "to": "10:00"}]}}}, "calendars.c.hours.0.days",
     "At least one day"),
    ({"calendars": {"c": {"hours": [{"days": ["mon"], "from": "10:00", "to": "09:00"}]}}}, "calendars.c.hours.0",
     "end before they begin"),
    ({"cases": 0}, "cases", "at least 1"),
    ({"promise": "P1X"}, "promise", "no duration"),
    ({"promise": "P1-D"}, "promise", "no duration"),
    ({"activities": {"A": {"duration": "-PT5M"}}}, "activities.A.duration", "negative"),
    ({"activities": {"A": {"delay": "P-1DT-2H"}}}, "activities.A.delay", "negative"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "path", "words"), WRONG)
def test_a_wrong_value_is_told_in_mongolian_too(parts: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        read(**parts)
    told = caught.value.into("mn")
    assert path in told
    assert re.search("[а-яөү]", told.removeprefix(f"s.json: {path}: "))


def test_an_id_that_the_model_does_not_have_is_told_with_the_nearest() -> None:
    said = json.dumps({"ortoo_scenario": 1, "activities": {"Task_chekc": {"duration": 5}}}).encode()
    found = load_scenario(said, "s.json", line("Task_check"))
    assert [str(remark) for remark in found.remarks] == [
        'activities.Task_chekc: the model has no such element. Did you mean "Task_check"?'
    ]


@pytest.mark.parametrize(("parts", "path", "words"), WRONG)
def test_a_wrong_value_is_named_by_its_path(parts: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        read(**parts)
    assert caught.value.path == path


KEYS = ("arrivals", "calendars", "resources", "activities", "flows", "events", "burden", "assumptions", "start")
NAMES = st.sampled_from(["duration", "type", "mean", "hours", "a", "amount", "resource"])
LEAVES = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)), st.sampled_from(KEYS))
def test_any_json_is_read_or_refused_with_a_scenario_error(value: Any, key: str) -> None:
    try:
        found = read(**{key: value})
    except ScenarioError as error:
        found = error
    assert isinstance(found, Scenario | ScenarioError)


@pytest.mark.parametrize(
    "law",
    [
        Distribution(type="normal", mean=2, sd=1),
        Distribution(type="gamma", mean=2, sd=1, max=4),
        Distribution(type="lognormal", mean=2, sd=1, min=1),
        Distribution(type="exponential", mean=2, min=0.5, max=6),
        Distribution(type="triangular", min=1, mode=2, max=5),
        Distribution(type="erlang", k=3, mean=2),
    ],
)
def test_moments_are_those_of_the_distribution_function(law: Distribution) -> None:
    grid = np.linspace(0, 60, 600_001)
    survival = 1 - law.cdf(grid)
    assert law.expected == pytest.approx(np.trapezoid(survival, grid), rel=1e-5)
    second = np.trapezoid(2 * grid * survival, grid)
    assert law.variance == pytest.approx(second - law.expected**2, rel=1e-4)


def test_a_bare_model_gets_a_scenario_and_says_what_was_assumed() -> None:
    complete = with_defaults(line("A"), read())
    sentences = [str(text) for text in complete.assumed]
    assert any("A takes" in sentence for sentence in sentences)
    assert any("A case arrives every" in sentence for sentence in sentences)
    assert complete.scenario.replications == 20


@pytest.mark.corpora
def test_scenarios_of_prosimos_and_qbp_are_read(corpora: Path) -> None:
    names = ("LoanApp_arrival_fix_10.json", "PurchasingExampleQBP.json", "PurchasingExampleQBP.bpmn")
    for name in names:
        found = load_scenario((corpora / "prosimos" / name).read_bytes(), name)
        assert found.activities
        assert found.resources
        assert found.arrivals is not None
