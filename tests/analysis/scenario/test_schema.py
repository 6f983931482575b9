"""The JSON Schema for editors says what the reader reads."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from analysis.scenario import read_scenario
from analysis.scenario.fields import Place
from analysis.scenario.schema import scenario_schema

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
WHOLE = [example for example in EXAMPLES if isinstance(example, dict) and "ortoo_scenario" in example]
ODD = {
    "ortoo_scenario": 1,
    "calendars": {"c": {"hours": [{"days": ["mon"], "from": "09:00", "to": "10:00"}]}},
    "arrivals": {"rates": [{"calendar": "c", "per_hour": 3}]},
    "activities": {"A": {"batch": {"size": {"min": 2, "max": 3}}}},
    "flows": {"f": {"rule": "x > 1"}},
    "attributes": {
        "x": {"type": "choice", "values": {"a": 1}},
        "y": {"expression": "1 + 1"},
        "z": {"type": "choice", "values": [{"value": 3, "probability": 1}]},
    },
    "burden": {"visit": {"time": 5, "cost": 1}},
}


def objects(schema: Any) -> Iterator[frozenset[str]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield frozenset(schema["properties"])
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_the_file_for_editors_is_the_schema() -> None:
    text = (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(scenario_schema())


def test_it_knows_the_keys_that_the_reader_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[frozenset[str]] = set()
    refuse = Place.refuse_others

    def noting(place: Place) -> None:
        if isinstance(place.value, dict):
            asked.add(frozenset(place._asked))
        refuse(place)

    monkeypatch.setattr(Place, "refuse_others", noting)
    for document in (*WHOLE, ODD):
        if "scenarios" not in document:
            read_scenario(json.dumps(document).encode(), source_name="s")
    known = {keys - {"scenarios"} for keys in objects(scenario_schema())}
    assert len(asked) > 15
    assert not {keys for keys in asked if not any(keys <= one for one in known)}
    assert not known - asked - {frozenset({"based_on", *one}) for one in known}


@pytest.mark.parametrize("document", [*WHOLE, ODD])
def test_what_is_read_is_valid(document: dict[str, Any]) -> None:
    jsonschema.validate(document, scenario_schema())


def test_the_scenarios_of_the_library_are_valid() -> None:
    files = sorted((ROOT / "processes").glob("*/scenarios/*.json"))
    assert files
    for path in files:
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), scenario_schema())


@pytest.mark.parametrize(
    "wrong", [{"cases": 0}, {"activites": {}}, {"flows": {"f": 2}}, {"gateways": {"G": "x"}}, {"assignment": "x"}]
)
def test_what_is_refused_is_not_valid(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"ortoo_scenario": 1, **wrong}, scenario_schema())
