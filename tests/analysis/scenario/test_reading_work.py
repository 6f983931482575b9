"""Members, batches, setbacks and the rest of who does the work: what is read, and what is said of wrong values."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario import Absence, Distribution, Leave, Release, Scenario, Setback, Transfer, read_scenario

PAGE = Path(__file__).resolve().parents[3] / "docs" / "scenario.md"
POOL = {"members": [{"name": "Anu"}, {"id": "bat", "name": "Bat"}, {}]}
OFFICE = {"hours": [{"days": ["mon"], "from": "09:00", "to": "17:00"}]}


def read(**parts: Any) -> Scenario:
    return read_scenario(json.dumps({"ortoo_scenario": 1, **parts}).encode(), source_name="s.json")


def read_activity(**parts: Any) -> Any:
    return read(resources={"r": POOL}, activities={"A": {"resource": "r", **parts}}).activities["A"]


def test_the_second_example_of_the_handbook_is_read() -> None:
    examples = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = read_scenario(examples[1].encode(), source_name="page")
    assert [member.id for member in found.resources["registrar"].members] == ["bat", "anu"]
    assert found.activities["Task_sign"].batch is not None


def test_members_are_known_by_id_else_by_name_else_by_number() -> None:
    pool = read(resources={"r": POOL}).resources["r"]
    assert [member.id for member in pool.members] == ["Anu", "bat", "r 3"]
    assert pool.amount == 3
    assert read(resources={"r": {**POOL, "amount": 5}}).resources["r"].amount == 5


def test_a_member_has_hours_cost_speed_abilities_and_absence_of_their_own() -> None:
    said = {
        "name": "Anu",
        "calendar": "c",
        "cost_per_h": 3,
        "speed": {"A": 2, "": 0.5},
        "activities": ["A"],
        "absence": {"share": 0.1, "leave": [{"from": "2026-07-01", "to": "2026-07-21"}]},
    }
    found = read(calendars={"c": OFFICE}, resources={"r": {"members": [said]}}, activities={"A": {"resource": "r"}})
    (member,) = found.resources["r"].members
    assert (member.calendar, member.cost_per_h, member.activities) == ("c", 3, ("A",))
    assert member.speed == {"A": 2, "": 0.5}
    assert member.absence == Absence(share=0.1, leave=(Leave(first=date(2026, 7, 1), last=date(2026, 7, 21)),))


def test_a_batch_has_a_size_a_wait_a_release_and_factors() -> None:
    release = {"days": ["tue", "thu"], "at": "10:00"}
    batch = read_activity(batch={"size": {"min": 2, "max": 5}, "wait": "P1D", "release": release, "together": False,
                                 "factor": {"5": 0.8, "2": 0.9}, "set_up": "PT10M"}).batch  # fmt: skip
    assert (batch.least, batch.most, batch.is_together) == (2, 5, False)
    assert batch.wait == Distribution(type="fixed", value=86400)
    assert batch.release == Release(days=(1, 3), at_s=36000)
    assert batch.factors == ((2, 0.9), (5, 0.8))
    assert batch.set_up == Distribution(type="fixed", value=600)
    assert (read_activity(batch={"size": 3}).batch.least, read_activity(batch={"size": 3}).batch.most) == (3, 3)


def test_a_setback_leaves_a_share_or_brings_work_of_its_own() -> None:
    day = Distribution(type="fixed", value=86400)
    assert read_activity(setback={"probability": 0.2, "duration": "P1D"}).setback == Setback(
        probability=0.2, duration=day
    )
    found = read_activity(setback={"probability": 0.2, "duration": "P1D", "work_after": 0.3, "most": 2}).setback
    assert (found.share_after, found.work_after, found.most) == (0.3, None, 2)
    assert read_activity(setback={"duration": "P1D", "work_after": "PT1H"}).setback.work_after.value == 3600


def test_the_rest_is_read() -> None:
    found = read(
        resources={"r": POOL, "q": {"amount": 2, "queue": "due_date", "absence": {"share": 0.2}}},
        activities={"A": {"resource": "r", "durations": {"bat": "PT1H"}, "set_up": "PT5M", "due": "P3D"}},
        transfers=[{"from": "r", "to": "q", "time": "P1D"}, {"to": "r", "time": 60}],
        case_cost=1000,
    )
    assert found.resources["q"].queue == "due_date"
    assert found.resources["q"].absence == Absence(share=0.2)
    assert found.activities["A"].durations["bat"].value == 3600
    assert found.activities["A"].due_s == 3 * 86400
    assert found.transfers[1] == Transfer(source=None, target="r", time=Distribution(type="fixed", value=60))
    assert found.case_cost == 1000


def member(**parts: Any) -> dict[str, Any]:
    return {"resources": {"r": {"members": [{"name": "Anu", **parts}]}}, "activities": {"A": {"resource": "r"}}}


def activity(**parts: Any) -> dict[str, Any]:
    return {"resources": {"r": {}}, "activities": {"A": {"resource": "r", **parts}}}


AT = "resources.r.members.0"
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"resources": {"r": {"members": []}}}, "resources.r.members", "no members"),
    ({"resources": {"r": {"members": [{"name": "B"}, {"name": "B"}]}}}, "resources.r.members.1", "twice"),
    ({"resources": {"r": {"amount": 1, "members": [{}, {}]}}}, "resources.r.amount", "2 members"),
    ({"resources": {"r": {"amount": None, "members": [{}]}}}, "resources.r.amount", "have no names"),
    ({"resources": {"r": {"queue": "lifo"}}}, "resources.r.queue", "one of priority"),
    ({"resources": {"r": {"amount": None, "absence": {"share": 0.1}}}}, "resources.r.absence", "never all away"),
    (member(calendar="c"), f"{AT}.calendar", "no calendar"),
    (member(speed=0), f"{AT}.speed", "more than 0"),
    (member(speed=-1), f"{AT}.speed", "more than 0"),
    (member(speed={"B": 2}), f"{AT}.speed.B", "no activity that this pool does"),
    (member(activities=["A", "B"]), f"{AT}.activities.1", "no activity that this pool does"),
    (member(absence={"share": 1}), f"{AT}.absence.share", "95%"),
    (member(absence={"leave": [{"from": "2026-02-01", "to": "2026-01-01"}]}), f"{AT}.absence.leave.0", "ends before"),
    (member(absence={"leave": [{"from": "2026-02-01"}]}), f"{AT}.absence.leave.0.to", "must be a day"),
    (member(cost_per_h=-1), f"{AT}.cost_per_h", "at least 0"),
    (member(pace=2), f"{AT}.pace", "Nobody knows"),
    (activity(durations={"x": 5}), "activities.A.durations.x", "no pool or member"),
    (activity(durations={"r": -5}), "activities.A.durations.r", "at least 0"),
    (activity(batch={}), "activities.A.batch", "Nothing ever lets"),
    (activity(batch={"size": {"max": 3}}), "activities.A.batch", "Nothing ever lets"),
    (activity(batch={"size": 0}), "activities.A.batch.size", "at least 1"),
    (activity(batch={"size": {"min": 5, "max": 3}}), "activities.A.batch.size", "never fits"),
    (activity(batch={"size": 2, "together": "yes"}), "activities.A.batch.together", "true or false"),
    (activity(batch={"size": 2, "factor": {"many": 2}}), "activities.A.batch.factor.many", "for a size"),
    (activity(batch={"release": {"days": [], "at": "10:00"}}), "activities.A.batch.release.days", "At least one day"),
    (activity(batch={"release": {"at": "25:00"}}), "activities.A.batch.release.at", "time of day"),
    (activity(batch={"release": {"at": "10:00", "calendar": "c"}}), "activities.A.batch.release.calendar",
     "no calendar"),
    (activity(setback={"probability": 0.5}), "activities.A.setback.duration", "missing"),
    (activity(setback={"probability": 2, "duration": 5}), "activities.A.setback.probability", "at most 1"),
    (activity(setback={"duration": 5, "work_after": 2}), "activities.A.setback.work_after", "at most 1"),
    (activity(setback={"duration": 5, "most": 0}), "activities.A.setback.most", "at least 1"),
    ({"transfers": [{"time": 5}]}, "transfers.0", "from a pool"),
    ({"transfers": [{"to": "r", "time": 5}]}, "transfers.0.to", "no resource"),
    ({"resources": {"r": {}}, "transfers": [{"to": "r"}]}, "transfers.0.time", "missing"),
    ({"case_cost": -1}, "case_cost", "at least 0"),
    ({"calendars": {"c": OFFICE, "d": OFFICE},
      "resources": {"r": {"members": [{"id": "a", "calendar": "c"}]},
                    "q": {"members": [{"id": "a", "calendar": "d"}]}}},
     "resources.q.members.0.calendar", "another pool"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "path", "words"), WRONG)
def test_a_wrong_value_is_named_by_its_path(parts: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        read(**parts)
    assert caught.value.path == path


NAMES = st.sampled_from(
    [
        "name",
        "id",
        "calendar",
        "speed",
        "activities",
        "absence",
        "share",
        "leave",
        "from",
        "to",
        "size",
        "min",
        "max",
        "wait",
        "release",
        "days",
        "at",
        "together",
        "factor",
        "set_up",
        "probability",
        "duration",
        "work_after",
        "most",
        "time",
        "A",
        "r",
        "type",
        "value",
    ]
)
LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["r", "A", "P1D", "10:00"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4))


@given(VALUES, st.sampled_from(["members", "absence", "queue"]), st.sampled_from(["batch", "setback", "durations"]))
def test_any_json_is_read_or_refused_with_a_scenario_error(value: Any, of_pool: str, of_activity: str) -> None:
    pools, activities = {"r": {of_pool: value}}, {"A": {"resource": "r", of_activity: value}}
    for parts in ({"resources": pools}, {"resources": {"r": {}}, "activities": activities}, {"transfers": value}):
        try:
            found: Scenario | ScenarioError = read(**parts)
        except ScenarioError as error:
            found = error
        assert isinstance(found, Scenario | ScenarioError)
