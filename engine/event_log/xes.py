"""XES: one trace a case, one event a transition of an activity instance's lifecycle.

Source: IEEE 1849-2023 and its schema: a log holds extensions, globals, classifiers, attributes, traces, in this order.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import TextIO
from xml.sax.saxutils import quoteattr

__all__ = ["write_xes"]

_EXTENSIONS = (("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"))
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">\n'
_GLOBALS = """<global scope="trace">
<string key="concept:name" value="unknown"/>
</global>
<global scope="event">
<string key="concept:name" value="unknown"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
<string key="lifecycle:model" value="standard"/>
"""
_OF_EVENTS = {
    "concept:name": "concept:name",
    "concept:instance": "concept:instance",
    "lifecycle:transition": "lifecycle:transition",
    "org:resource": "org:resource",
    "org:role": "org:role",
    "ortoo:element": "element",
    "ortoo:type": "type",
}
# What no XML document can hold, escaped or not (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xes(records: Iterator[Mapping[str, object]], out: TextIO) -> int:
    """Write the events and return how many there were; those of a case follow each other."""
    out.write(_HEAD)
    out.writelines(
        f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
        for name, prefix in _EXTENSIONS
    )
    out.write(_GLOBALS)
    number = 0
    for reference, events in groupby(records, key=lambda record: str(record["case:concept:name"])):
        number += _write_trace(reference, events, out)
    out.write("</log>\n")
    return number


def _write_trace(reference: str, events: Iterator[Mapping[str, object]], out: TextIO) -> int:
    number = 0
    for event in events:
        if number == 0:
            out.write(f"<trace>\n{_string('concept:name', reference)}{_string('service', event['case:service'])}")
            out.write(f'<int key="version" value="{event["case:version"]}"/>\n')
        _write_event(event, out)
        number += 1
    out.write("</trace>\n")
    return number


def _write_event(event: Mapping[str, object], out: TextIO) -> None:
    out.write("<event>\n")
    for name, key in _OF_EVENTS.items():
        if event.get(name):
            out.write(_string(key, event[name]))
    time = event["time:timestamp"]
    assert isinstance(time, datetime)  # noqa: S101 - what history_records gives
    out.write(f'<date key="time:timestamp" value="{time.isoformat(timespec="microseconds")}"/>\n</event>\n')


def _string(key: str, value: object) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(_NO_XML.sub(chr(0xFFFD), str(value)))}/>\n"
