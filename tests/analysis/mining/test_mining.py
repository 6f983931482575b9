"""What logs say: known figures of public logs, small logs worked out by hand, and the simulator's own truth."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LogError, ScenarioError
from analysis.log import EventLog, read_log
from analysis.mining import MinedLog, mine, mined_scenario
from analysis.mining.waiting import CAUSES
from analysis.scenario import read_scenario, scenario_json
from tests.analysis.models import model, node

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
LOOP = model(
    {"s": "startEvent", "again": node("again", "exclusiveGateway"), "a": "userTask",
     "g": node("g", "exclusiveGateway"), "b": "userTask", "e": "endEvent"},
    "s > again > a > g, g > b > again, g > e",
)  # fmt: skip
Row = tuple[str, str, float | None, float | None, float | None, str | None]


def log_of(rows: list[Row]) -> EventLog:
    """Return a log; moments are minutes after a Monday's midnight."""

    def at(minutes: float | None) -> datetime | None:
        return None if minutes is None else MONDAY + timedelta(minutes=minutes)

    columns = ("case_id", "activity", "enable_time", "start_time", "end_time", "resource")
    kinds = {name: pl.Datetime("us", "UTC") if name.endswith("_time") else pl.String for name in columns}
    made = [(case, activity, at(enable), at(start), at(end), who) for case, activity, enable, start, end, who in rows]
    frame = pl.DataFrame(made, schema=kinds, orient="row").with_columns(element=pl.lit(None, dtype=pl.String))
    return EventLog(frame)


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "cases", "events", "activities", "variants", "edges"),
    [
        ("receipt.xes.gz", 1434, 8577, 27, 116, 99),
        ("running-example.xes", 6, 42, 8, 6, 16),
        ("helpdesk.xes.gz", 4580, 21348, 14, 226, 55),
    ],
)
def test_public_logs_give_the_figures_that_are_known_of_them(
    corpora: Path, name: str, cases: int, events: int, activities: int, variants: int, edges: int
) -> None:
    document = mine(read_log(corpora / "logs" / name)).as_json()
    found = [document[key] for key in ("cases", "events", "activities", "variants", "edges")]
    assert found == [cases, events, activities, variants, edges]


@pytest.mark.corpora
def test_times_and_hand_overs_of_a_real_permit_process(corpora: Path) -> None:
    # Measured with pm4py 2.7 on the same file.
    mined = mine(read_log(corpora / "logs" / "receipt.xes.gz"))
    days = 86400.0
    assert mined.cycle_time_s.mean == pytest.approx(467_263.915, rel=1e-6)
    assert mined.cycle_time_s.median / days == pytest.approx(0.0332, abs=5e-5)
    assert mined.cycle_time_s.p95 / days == pytest.approx(23.82, abs=0.005)
    assert mined.resources_a_case == pytest.approx(1.70, abs=0.005)
    assert mined.hand_overs == pytest.approx(0.84, abs=0.005)
    assert mined.waiting is None


@pytest.mark.corpora
def test_a_term_that_the_law_sets_is_told_from_a_queue(corpora: Path) -> None:
    mined = mine(read_log(corpora / "logs" / "roadtraffic100traces.xes"))
    texts = [str(one.text) for one in mined.findings if one.kind == "time"]
    assert any("Insert Fine Notification to Add penalty it is nearly always 60.0 days" in text for text in texts)


def test_a_small_log_worked_out_by_hand() -> None:
    mined = mine(
        log_of(
            [
                ("1", "Check", None, 0, 10, "Bat"),
                ("1", "Sign", None, 30, 40, "Anu"),
                ("2", "Check", None, 10, 30, "Bat"),
                ("2", "Check", None, 35, 40, "Bat"),
                ("2", "Sign", None, 60, 80, "Bat"),
                ("3", "Check", None, 90, None, "Bat"),
            ]
        )
    )
    assert (mined.cases, mined.events, mined.open_cases, mined.rework_cases) == (3, 6, 1, 1)
    assert mined.cycle_time_s.mean == pytest.approx(60 * (40 + 70 + 0) / 3)
    assert [(one.activities, one.cases) for one in mined.variants] == [
        (("Check", "Sign"), 1),
        (("Check", "Check", "Sign"), 1),
        (("Check",), 1),
    ]
    edges = {(one.source, one.target): one for one in mined.edges}
    assert edges["Check", "Sign"].count == 2
    assert edges["Check", "Sign"].time_s.mean == pytest.approx(60 * 20)
    assert edges["Check", "Sign"].handed_over == 1
    check = next(one for one in mined.activities if one.name == "Check")
    assert (check.instances, check.cases, check.repeated, check.first, check.last) == (4, 3, 1, 3, 1)
    assert check.processing_s is not None
    assert check.processing_s.mean == pytest.approx(60 * (10 + 20 + 5) / 3)
    assert check.waiting_s is not None
    assert check.waiting_s.mean == pytest.approx(60 * 5 / 4)
    assert mined.hand_overs == pytest.approx(1 / 3)
    assert mined.resources_a_case == pytest.approx(4 / 3)


def test_waiting_by_cause_worked_out_by_hand() -> None:
    """Few events: all hours count as worked, so nothing is unavailability."""
    mined = mine(
        log_of(
            [
                ("1", "Work", 0, 0, 60, "Bat"),
                ("2", "Work", 10, 60, 90, "Bat"),  # until 60 behind what came before
                ("3", "Work", 80, 95, 120, "Bat"),  # 10 behind what came before, 5 for nothing that is known
                ("4", "Work", 50, 120, 130, "Bat"),  # 10 + 30 behind earlier ones, 5 nothing, 25 overtaken
                ("5", "Post", 0, 200, 210, None),  # nobody: not split
            ]
        )
    )
    assert mined.waiting is not None
    (work,) = mined.waiting.activities
    minutes = {cause: getattr(work, f"{cause}_s") / 60 for cause in CAUSES}
    assert work.instances == 4
    assert minutes == pytest.approx(
        {"batching": 0, "contention": 50 + 10 + 40, "prioritisation": 25, "unavailability": 0, "rest": 5 + 5}
    )


def test_who_waits_free_for_others_to_come_gathers_a_batch() -> None:
    mined = mine(
        log_of(
            [
                ("1", "Send", 0, 100, 105, "Bat"),
                ("2", "Send", 40, 105, 110, "Bat"),
                ("3", "Send", 90, 110, 115, "Bat"),
            ]
        )
    )
    assert mined.waiting is not None
    total = mined.waiting.total
    # Until the third had come at 90; then ten minutes of which nothing is known; then in turn.
    assert total.batching_s / 60 == pytest.approx(90 + 50 + 0)
    assert total.rest_s / 60 == pytest.approx(10 * 3)
    assert total.contention_s / 60 == pytest.approx(5 + 10)


MOMENTS = st.integers(0, 5000)
INSTANCES = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["x", "y"]), MOMENTS, MOMENTS, MOMENTS, st.sampled_from(["p", "q"])
    ),
    min_size=1,
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(INSTANCES)
def test_the_causes_of_waiting_add_up_to_it_whatever_happened(
    instances: list[tuple[str, str, int, int, int, str]],
) -> None:
    rows: list[Row] = [(case, name, *sorted((a, b, c)), who) for case, name, a, b, c, who in instances]
    mined = mine(log_of(rows))
    assert mined.waiting is not None
    for part in (mined.waiting.total, *mined.waiting.activities):
        causes = [getattr(part, f"{cause}_s") for cause in CAUSES]
        assert min(causes) >= 0
        assert sum(causes) == pytest.approx(part.waiting_s, abs=1e-6)
    wanted = sum(start - enabled for _, _, enabled, start, _, _ in rows if enabled is not None and start is not None)
    assert mined.waiting.total.waiting_s == pytest.approx(60 * wanted, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("abc"), MOMENTS), min_size=1, max_size=40))
def test_counts_fit_each_other_whatever_the_log(events: list[tuple[str, str, int]]) -> None:
    mined = mine(log_of([(case, name, None, None, at, None) for case, name, at in events]))
    assert sum(one.cases for one in mined.variants) == mined.cases
    assert sum(one.instances for one in mined.activities) == mined.instances == mined.events == len(events)
    assert sum(one.count for one in mined.edges) == mined.instances - mined.cases
    assert sum(one.first for one in mined.activities) == sum(one.last for one in mined.activities) == mined.cases
    assert sum(len(one.activities) * one.cases for one in mined.variants) == mined.instances
    assert json.loads(json.dumps(mined.as_json("mn")))["cases"] == mined.cases


def test_events_at_the_same_moment_keep_the_order_of_the_file() -> None:
    mined = mine(log_of([("1", name, None, None, 5, None) for name in "cab"]))
    assert mined.variants[0].activities == ("c", "a", "b")


def test_a_log_without_events_is_refused() -> None:
    with pytest.raises(LogError, match="no events"):
        mine(log_of([]))


def _kinds(mined: MinedLog) -> set[str]:
    return {one.kind for one in mined.findings}


def test_what_a_log_lacks_is_said() -> None:
    bare = mine(log_of([("1", "a", None, None, 5, None), ("2", "b", None, None, 6, None)]))
    assert "data" in _kinds(bare)
    assert bare.hand_overs is None
    assert bare.resources == ()
    whole = mine(log_of([("1", "a", 0, 1, 5, "p")]))
    assert "data" not in _kinds(whole)


def test_what_ends_before_it_begins_is_said() -> None:
    mined = mine(log_of([("1", "a", 0, 9, 5, "p"), ("1", "b", 9, 9, 12, "p")]))
    assert any("1 activity instances end before they begin" in str(one.text) for one in mined.findings)


def test_the_same_log_gives_the_same_document_whatever_was_mined_before() -> None:
    rows: list[Row] = [
        (case, name, None, None, at, None) for at, (case, name) in enumerate(zip("zzyyxx", "abcbca", strict=True))
    ]
    first = mine(log_of(rows)).as_json()
    mine(
        log_of(
            [(case, name, None, None, at, None) for at, (case, name) in enumerate(zip("xyzzyx", "cbacba", strict=True))]
        )
    )
    assert mine(log_of(rows)).as_json() == first


ANYTHING = st.lists(
    st.tuples(
        st.sampled_from("123"),
        st.sampled_from("abx"),
        st.none() | MOMENTS,
        st.none() | MOMENTS,
        MOMENTS,
        st.none() | st.sampled_from(["p", "q"]),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=40)
@given(ANYTHING)
def test_every_log_however_odd_is_mined_and_gives_a_scenario_or_a_sentence(rows: list[Row]) -> None:
    log = log_of(rows)
    json.dumps(mine(log, LOOP).as_json())
    if not {"a", "b"} & {name for _, name, *_ in rows}:
        with pytest.raises(ScenarioError, match="No activity of the log is in the model"):
            mined_scenario(log, LOOP)
        return
    scenario = mined_scenario(log, LOOP)
    again = read_scenario(scenario_json(scenario), source_name="mined.json")
    assert again.activities == scenario.activities
