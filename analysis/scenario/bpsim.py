"""Scenarios of the standard BPSim 1.0 and 2.0 (WfMC) inside a BPMN file: `BPSimData` with one or more scenarios."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.errors import ScenarioError
from analysis.scenario.bpsim_calendars import bpsim_calendar
from analysis.scenario.bpsim_elements import arrivals_of, element_parts
from analysis.scenario.bpsim_said import Elements
from analysis.scenario.bpsim_values import Values, local_name
from analysis.scenario.fields import Place
from analysis.scenario.labels import Label
from analysis.scenario.reading_arrivals import read_moment
from analysis.scenario.values import DEFAULT_START, Calendar, Scenario
from bpmn.language import Text
from bpmn.xml import parse_xml

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["bpsim_scenario"]


def bpsim_scenario(data: bytes, *, source_name: str, which: str = "") -> Scenario:
    """Return a BPSim scenario with all that it inherits.

    What has no counterpart, or only a similar one, is said in the scenario's remarks.

    Args:
        data: The BPMN file.
        source_name: What it is called, for messages.
        which: The name or id of the scenario; "" for the only one.

    Raises:
        ScenarioError: If there is no such scenario, or there are several and none is named, or a value cannot be
            understood; the message names the parameter and its line.
        UnreadableFileError: If the file is not XML.
    """
    root = parse_xml(data, source_name=source_name)
    scenarios = [
        element for found in root.iter("{*}BPSimData") for element in found if local_name(element) == "Scenario"
    ]
    chain = _chain(_chosen(scenarios, which, source_name), scenarios, source_name)
    values = Values(source_name=source_name)
    parameters = [inner for one in chain for inner in one if local_name(inner) == "ScenarioParameters"]
    said = {str(name): str(text) for one in parameters for name, text in one.attrib.items()}
    values.unit_s = values.unit(chain[-1], said.get("baseTimeUnit") or "min")
    if not said.get("baseTimeUnit"):
        values.remarks.append(Text("The scenario names no time unit: minutes are assumed."))
    if local_name(root) == "BPSimData":
        text = Text(
            "The file holds a scenario of BPSim without its model: put it into the BPMN file, as the standard has it."
        )
        raise ScenarioError(text, source_name=source_name)
    elements = Elements.of(root, chain, values)
    calendars = dict(_calendars(chain, values))
    pools, activities, flows, events, attributes = element_parts(elements, calendars, values)
    arrivals, cases = arrivals_of(elements, calendars, values)
    start = _constant(parameters, "Start")
    length, warm_up = _constant(parameters, "Duration"), _constant(parameters, "Warmup")
    if warm_up:
        values.remarks.append(Text("The warm-up is told by its cases, not by {time}.", time=warm_up))
    if length and cases is None:
        values.remarks.append(Text("The length of the simulation is told by its cases, not by {time}.", time=length))
    return Scenario(
        source_name=source_name,
        name=Label((("", chain[-1].get("name") or chain[-1].get("id") or source_name),)),
        start=read_moment(Place(start, path="Start", source_name=source_name)) if start else DEFAULT_START,
        currency=said.get("baseCurrencyUnit") or "USD",
        cases=cases,
        replications=_replications(said, chain[-1], values),
        arrivals=arrivals,
        calendars=calendars,
        resources=pools,
        activities=activities,
        flows=flows,
        events=events,
        attributes=attributes,
        remarks=tuple(dict.fromkeys(values.remarks)),
    )


def _chosen(scenarios: "list[etree._Element]", which: str, source_name: str) -> "etree._Element":
    # A scenario with `result` holds what a simulation of another found.
    able = [one for one in scenarios if not one.get("result")]
    if not able:
        raise ScenarioError(Text("The file holds no scenario of BPSim."), source_name=source_name)
    if not which and len(able) == 1:
        return able[0]
    names = ", ".join(one.get("name") or one.get("id") or "–" for one in able)
    found = [one for one in able if which in {one.get("name"), one.get("id")}] if which else []
    if not found and which:
        text = Text('There is no scenario "{name}". There are: {names}.', name=which, names=names)
        raise ScenarioError(text, source_name=source_name)
    if not found:
        text = Text("The file holds several scenarios: write #NAME after the file's name. There are: {names}.",
                    names=names)  # fmt: skip
        raise ScenarioError(text, source_name=source_name)
    return found[0]


def _chain(last: "etree._Element", scenarios: "list[etree._Element]", source_name: str) -> "list[etree._Element]":
    """Return a scenario after those it inherits from, the farthest first."""
    by_id = {one.get("id", ""): one for one in scenarios}
    chain = [last]
    while inherited := chain[0].get("inherits"):
        base = by_id.get(inherited)
        if base is None:
            text = Text('The scenario inherits "{name}", which is not in the file.', name=inherited)
            raise ScenarioError(text, source_name=source_name)
        if base in chain:
            raise ScenarioError(Text('The scenario "{name}" inherits itself.', name=inherited), source_name=source_name)
        chain.insert(0, base)
    return chain


def _constant(parameters: "list[etree._Element]", name: str) -> str:
    found = [
        str(value.get("value", "")) for one in parameters for part in one if local_name(part) == name for value in part
    ]
    return found[-1] if found else ""


def _replications(said: dict[str, str], scenario: "etree._Element", values: Values) -> int | None:
    text = said.get("replication", "")
    if not text:
        return None
    if not text.isdigit() or not int(text):
        raise values.error(scenario, Text("This must be a whole number."))
    return int(text)


def _calendars(chain: "list[etree._Element]", values: Values) -> Iterator[tuple[str, Calendar]]:
    for one in chain:
        for element in one:
            if local_name(element) == "Calendar":
                calendar = bpsim_calendar(element, values)
                if calendar is not None:
                    yield calendar.id, calendar
