"""The history as a file, read back by a reader that knows nothing but the standard."""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import r4pm.df
from lxml import etree

from analysis.log import read_log
from analysis.mining import mine
from engine import Engine, complete_work_item, export_log, history_records, run_due_jobs
from engine.event_log.csv_log import write_csv
from engine.event_log.xes import write_xes
from engine.operation_errors import ExportError
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CLERK, WORKED, deploy_small, start_small

NAMESPACE = "{http://www.xes-standard.org/}"
ORDER = ("extension", "global", "classifier", "string", "date", "int", "trace")
ATTRIBUTES = {"string": str, "int": int, "date": datetime.fromisoformat}


@dataclass(frozen=True)
class Trace:
    attributes: dict[str, object]
    events: list[dict[str, object]]


def attributes(node: etree._Element) -> dict[str, object]:
    """A node's attributes, typed; a key twice is no XES."""
    found: dict[str, object] = {}
    for child in node:
        kind = child.tag.removeprefix(NAMESPACE)
        if kind in ATTRIBUTES:
            assert set(child.attrib) == {"key", "value"}
            assert child.get("key") not in found
            found[str(child.get("key"))] = ATTRIBUTES[kind](str(child.get("value")))
    return found


def read_xes(file: Path) -> list[Trace]:
    """Read a log by the facts of the schema of IEEE 1849: names, order, types, declared prefixes."""
    log = etree.parse(file).getroot()
    assert log.tag == f"{NAMESPACE}log"
    assert log.get("xes.version") == "1849-2023"
    assert log.get("xes.features") is not None
    kinds = [ORDER.index(child.tag.removeprefix(NAMESPACE)) for child in log]
    assert kinds == sorted(kinds)
    declared = {child.get("prefix") for child in log if child.tag == f"{NAMESPACE}extension"}
    must = {str(scope.get("scope")): set(attributes(scope)) for scope in log if scope.tag == f"{NAMESPACE}global"}
    traces = []
    for node in log.iterchildren(f"{NAMESPACE}trace"):
        trace = Trace(attributes(node), [attributes(event) for event in node.iterchildren(f"{NAMESPACE}event")])
        assert must["trace"] <= set(trace.attributes)
        for event in trace.events:
            assert must["event"] <= set(event)
            assert {key.partition(":")[0] for key in event if ":" in key} <= declared
        traces.append(trace)
    return traces


def furnish(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    for number in range(3):
        start_small(engine, key=f"k{number}")
    item = everybodys_work(engine)[0]
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    run_due_jobs(engine, worker="w")


def test_an_xes_file_tells_the_whole_history(engine: Engine, tmp_path: Path) -> None:
    furnish(engine)
    number = export_log(engine, file=tmp_path / "log.xes")
    traces = read_xes(tmp_path / "log.xes")
    told = [
        (
            trace.attributes["concept:name"],
            event["concept:name"],
            event["concept:instance"],
            event["lifecycle:transition"],
            event["time:timestamp"],
            event.get("org:resource"),
        )
        for trace in traces
        for event in trace.events
    ]
    keys = ("case:concept:name", "concept:name", "concept:instance", "lifecycle:transition", "time:timestamp")
    kept = [(*(record[key] for key in keys), record.get("org:resource")) for record in history_records(engine)]
    assert told == kept
    assert number == len(told)
    assert len(traces) == 3
    assert {trace.attributes["service"] for trace in traces} == {"small"}
    assert (tmp_path / "log.xes").read_text().count("<trace>") == 3


def test_a_process_mining_library_reads_the_whole_history_from_xes(engine: Engine, tmp_path: Path) -> None:
    """Rust4PM knows the standard and nothing of us: its types, its order and its times are those of our history."""
    furnish(engine)
    export_log(engine, file=tmp_path / "log.xes")
    read, about = r4pm.df.import_xes(str(tmp_path / "log.xes"))
    records = list(history_records(engine))
    assert len(read) == len(records)
    for name in ("case:concept:name", "concept:name", "concept:instance", "lifecycle:transition", "org:resource"):
        assert read[name].to_list() == [record.get(name) for record in records], name
    told = [time.replace(tzinfo=UTC) if time.tzinfo is None else time for time in read["time:timestamp"].to_list()]
    assert told == [record["time:timestamp"] for record in records]
    assert [one["prefix"] for one in json.loads(about)["extensions"]] == ["concept", "lifecycle", "org", "time"]


def test_a_csv_file_tells_the_whole_history(engine: Engine, tmp_path: Path) -> None:
    furnish(engine)
    export_log(engine, file=tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    records = list(history_records(engine))
    assert [row["concept:name"] for row in rows] == [record["concept:name"] for record in records]
    assert [datetime.fromisoformat(row["time:timestamp"]) for row in rows] == [
        record["time:timestamp"] for record in records
    ]
    assert {row["org:resource"] for row in rows} == {"", CLERK.id}


@pytest.mark.parametrize("suffix", [".xes", ".csv"])
def test_what_is_exported_can_be_mined(engine: Engine, tmp_path: Path, suffix: str) -> None:
    furnish(engine)
    number = export_log(engine, file=tmp_path / f"log{suffix}")
    log = read_log(tmp_path / f"log{suffix}")
    mined = mine(log)
    assert (mined.events, mined.cases, mined.open_cases) == (number, 3, 2)
    assert set(log.frame["element"]) == {"Check", "Serve", "Tell"}
    assert [one.name for one in mined.resources] == [CLERK.id]


def test_a_log_is_of_its_service(engine: Engine, tmp_path: Path) -> None:
    furnish(engine)
    assert export_log(engine, file=tmp_path / "none.xes", service="other") == 0
    assert read_xes(tmp_path / "none.xes") == []
    assert export_log(engine, file=tmp_path / "small.xes", service="small") > 0


def test_another_kind_of_file_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.docx"):
        export_log(engine, file=tmp_path / "log.docx")
    with pytest.raises(ExportError):
        export_log(engine, file=tmp_path / "no folder" / "log.xes")
    assert list(tmp_path.glob(".*")) == []


def record(name: str) -> dict[str, object]:
    return {
        "case:concept:name": "A",
        "case:service": "s",
        "case:version": 1,
        "concept:name": name,
        "concept:instance": "i",
        "lifecycle:transition": "complete",
        "time:timestamp": datetime.fromisoformat("2026-01-05T08:00:00+08:00"),
    }


@pytest.mark.parametrize("name", ['a "quoted" <name> & more', "Өргөдөл\u0000шалгах", "line\nbreak", "\ud800"])
def test_no_name_breaks_an_xes_file(tmp_path: Path, name: str) -> None:
    with (tmp_path / "log.xes").open("w", encoding="utf-8") as out:
        write_xes(iter([record(name)]), out)
    (trace,) = read_xes(tmp_path / "log.xes")
    told = str(trace.events[0]["concept:name"])
    assert told == name.replace("\0", "\ufffd").replace("\ud800", "\ufffd")


def test_no_name_becomes_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    with (tmp_path / "log.csv").open("w", newline="") as out:
        write_csv(iter([record("=HYPERLINK(1)")]), out)
    assert "'=HYPERLINK" in (tmp_path / "log.csv").read_text()
