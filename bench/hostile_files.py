"""How long each kind of hostile or absurdly large file takes, and how much memory: to be refused, or to be worked on.

Usage: python bench/hostile_files.py [KIND ...] [--all]

Every kind is read in a process of its own. The bounds are 2 s of processor time and 300 MB for the reader to refuse the
file or to read it; what goes over one is marked. With --all, what is done with a model (normal form, checks, soundness,
picture) is measured too.
"""

import argparse
import gzip
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from bpmn import read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Model

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t" id="D" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">\n'
)


def file(body: str) -> bytes:
    """Return a BPMN file with this inside."""
    return f"{HEAD}{body}\n</definitions>\n".encode()


def process(body: str) -> bytes:
    """Return a BPMN file with one process with this inside."""
    return file(f'<process id="P">{body}</process>')


def many(count: int, pattern: str) -> str:
    """Return the pattern for each number from 0, one a line; {n} is the number, {m} the next."""
    return "\n".join(pattern.format(n=number, m=number + 1) for number in range(count))


def zipped(data: bytes) -> bytes:
    """Return a ZIP archive with these bytes as its only file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.bpmn", data)
    return target.getvalue()


def calls(count: int) -> bytes:
    """Return processes that call each other in a ring."""
    ring = (
        '<process id="p{n}"><startEvent id="s{n}"/><sequenceFlow id="f{n}" sourceRef="s{n}" targetRef="c{n}"/>'
        '<callActivity id="c{n}" calledElement="p{m}"/></process>'
    )
    return file(many(count - 1, ring) + ring.format(n=count - 1, m=0))


def chain(count: int) -> bytes:
    """Return a process of that many tasks, one behind the other."""
    return process(
        many(count, '<task id="t{n}"/>')
        + many(count - 1, '<sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{m}"/>')
    )


def gateways(count: int) -> bytes:
    """Return a process of parallel gateways with two flows between each two of them."""
    flow = '<sequenceFlow id="{k}{{n}}" sourceRef="g{{n}}" targetRef="g{{m}}"/>'
    flows = many(count - 1, flow.format(k="a")) + many(count - 1, flow.format(k="b"))
    return process(many(count, '<parallelGateway id="g{n}"/>') + flows)


def star(count: int) -> bytes:
    """Return a process whose one task has that many flows to itself."""
    return process('<task id="A"/>' + many(count, '<sequenceFlow id="f{n}" sourceRef="A" targetRef="A"/>'))


def nested(count: int, name: str = "subProcess") -> bytes:
    """Return elements inside each other."""
    return process("".join(f'<{name} id="s{n}">' for n in range(count)) + f"</{name}>" * count)


def entities(count: int) -> bytes:
    """Return the "billion laughs": entities made of entities."""
    lines = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(count))
    return f'<!DOCTYPE d [<!ENTITY e0 "ha">{lines}]><d>&e{count};</d>'.encode()


KINDS: dict[str, Callable[[], bytes]] = {
    "document type": lambda: b"<!DOCTYPE definitions>" + process(""),
    "external entity": lambda: b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    "billion laughs": lambda: entities(20),
    "document type of 9 MB": lambda: b"<!DOCTYPE d [" + b"<!ENTITY a 'b'>" * 600_000 + b"]><d/>",
    "50 MB": lambda: process("<!-- -->" * 6_500_000),
    "100,000 nested elements": lambda: nested(100_000, "a"),
    "100,000 nested sub-processes": lambda: nested(100_000),
    "97 nested sub-processes": lambda: nested(97),
    "97 nested extensions": lambda: file("<x:e xmlns:x='urn:x'>" + "<x:a>" * 96 + "</x:a>" * 96 + "</x:e>"),
    "gzip bomb": lambda: gzip.compress(process(" " * (100 << 20))),
    "zip bomb": lambda: zipped(process(" " * (100 << 20))),
    "zeros": lambda: bytes(9 << 20),
    "UTF-16 without a mark": lambda: chain(50_000).decode().encode("utf-16-le"),
    "windows-1251 undeclared": lambda: process('<task id="a" name="Иргэн"/>').decode().encode("cp1251"),
    "unknown encoding": lambda: b'<?xml version="1.0" encoding="klingon"?>' + process(""),
    "2,000,000 attributes on one element": lambda: process("<task " + many(2_000_000, 'a{n}=""') + "/>"),
    "700,000 attributes on one element": lambda: process("<task " + many(700_000, 'a{n}=""') + "/>"),
    "250,000 attributes on one element": lambda: process("<task " + many(250_000, 'a{n}=""') + "/>"),
    "190,000 attributes on 40,000 elements": lambda: process(("<task" + many(5, ' a{n}=""') + "/>") * 39_000),
    "2,000,000 attributes on 20,000 elements": lambda: process(("<task" + many(100, ' a{n}=""') + "/>") * 20_000),
    "250 attributes on each of 4,000 elements": lambda: process(("<task" + many(250, ' a{n}=""') + "/>") * 3_500),
    "380,000 namespaces on one element": lambda: process("<task " + many(380_000, 'xmlns:a{n}="u"') + "/>"),
    "600,000 namespaces on 6,000 elements": lambda: process(("<task" + many(100, ' xmlns:a{n}="u"') + "/>") * 6_000),
    "60 namespaces on each of 90 nested": lambda: process(
        "".join("<subProcess" + many(60, f' xmlns:a{n}x{{n}}="u{n}"') + ">" for n in range(90))
        + many(5_000, "<task name='a:b' messageRef='q:r'/>")
        + "</subProcess>" * 90
    ),
    "1,000,000 comments": lambda: process("<!---->" * 1_000_000),
    "1,000,000 instructions": lambda: process("<?a?>" * 1_000_000),
    "text of 9 MB": lambda: process(f'<textAnnotation id="t"><text>{"a" * (9 << 20)}</text></textAnnotation>'),
    "texts of 9 MB in pieces": lambda: process(
        f'<textAnnotation id="t"><text>{("a" * 900_000 + "<!-- -->") * 10}</text></textAnnotation>'
    ),
    "attribute of 9 MB": lambda: process(f'<task id="t" name="{"a " * (9 << 19)}"/>'),
    "condition of 900,000 characters": lambda: process(
        '<task id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="t"><conditionExpression>'
        + "(" * 900_000
        + "</conditionExpression></sequenceFlow>"
    ),
    "names of 99,000 characters": lambda: process(many(90, '<task id="t{n}" name="' + "a b" * 33_000 + '"/>')),
    "100,000 tasks": lambda: chain(100_000),
    "49,000 tasks without flows": lambda: process(many(49_000, '<task id="t{n}"/>')),
    "20,000 tasks in a chain": lambda: chain(20_000),
    "10,000 tasks in a chain": lambda: chain(10_000),
    "5,000 tasks in a chain": lambda: chain(5_000),
    "5,000 gateways, two flows between each two": lambda: gateways(5_000),
    "9,000 flows from a task to itself": lambda: star(9_000),
    "45,000 flows that lead nowhere": lambda: process(many(45_000, '<sequenceFlow id="f{n}"/>')),
    "45,000 equal ids": lambda: process('<dataObject id="d"/>' * 45_000),
    "45,000 data objects": lambda: process(many(45_000, '<dataObject id="d{n}"/>')),
    "45,000 messages": lambda: file(many(45_000, '<message id="m{n}"/>')),
    "45,000 unknown elements": lambda: process(many(45_000, '<robot{n} id="m{n}"/>')),
    "45,000 vendors": lambda: process(many(45_000, '<x:e xmlns:x="urn:{n}"/>')),
    "20,000 shapes": lambda: file(
        '<process id="P"><task id="t"/></process><di:BPMNDiagram><di:BPMNPlane>'
        + many(20_000, '<di:BPMNShape bpmnElement="t"><dc:Bounds x="{n}" y="{n}" width="9" height="9"/></di:BPMNShape>')
        + "</di:BPMNPlane></di:BPMNDiagram>"
    ),
    "10,000 pools": lambda: file(
        '<collaboration id="C">'
        + many(10_000, '<participant id="p{n}" processRef="P{n}"/>')
        + "</collaboration>"
        + many(10_000, '<process id="P{n}"/>')
    ),
    "9,000 processes": lambda: file(many(9_000, '<process id="P{n}"><task id="t{n}"/></process>')),
    "20,000 lanes over one task": lambda: process(
        '<laneSet id="l">'
        + many(20_000, '<lane id="l{n}"><flowNodeRef>t</flowNodeRef></lane>')
        + '</laneSet><task id="t"/>'
    ),
    "2,000 calls in a ring": lambda: calls(2_000),
    "a process that calls itself": lambda: calls(1),
}


def later_steps(model: Model) -> dict[str, Callable[[], object]]:
    """Return what is done with a model after reading, by name."""
    from bpmn.check import check_model
    from bpmn.normal import normal_form
    from bpmn.picture import draw_svg
    from bpmn.soundness import check_soundness

    return {
        "normal": lambda: normal_form(model),
        "check": lambda: check_model(model),
        "sound": lambda: check_soundness(model, bound=1_000),
        "draw": lambda: draw_svg(model),
    }


def work_on(data: bytes, *, does_all: bool) -> dict[str, object]:
    """Do what is done with a file, and return what came of it with seconds of processor time and megabytes."""
    begin = time.process_time()
    outcome = "read"
    steps: dict[str, float] = {}
    try:
        model = read_model(data, source_name="hostile.bpmn")
        steps["read"] = time.process_time() - begin
        for name, step in later_steps(model).items() if does_all else ():
            before = time.process_time()
            step()
            steps[name] = time.process_time() - before
    except BpmnFileError as error:
        outcome = str(error)
    return {
        "seconds": time.process_time() - begin,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "outcome": " ".join(f"{name} {seconds:.2f}" for name, seconds in steps.items()) or outcome,
    }


def measure(kind: str, *, does_all: bool) -> subprocess.CompletedProcess[bytes]:
    """Run the measurement of one kind.

    The file is made in another process than the one that reads it, and in another than this one, because a process
    begins with the peak of the one that started it.
    """
    command = [sys.executable, str(Path(__file__).resolve())]
    with tempfile.TemporaryFile() as data:
        subprocess.run([*command, kind, "--make"], stdout=data, check=True)
        data.seek(0)
        return subprocess.run(
            [*command, "--stdin"] + ["--all"] * does_all, stdin=data, capture_output=True, check=False
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="names of kinds; all without one")
    parser.add_argument("--all", action="store_true", help="also do what is done with a model that was read")
    parser.add_argument("--make", action="store_true", help="write one kind's bytes to standard output")
    parser.add_argument("--stdin", action="store_true", help="measure the file on standard input, here, and print JSON")
    chosen = parser.parse_args()
    if chosen.make:
        sys.stdout.buffer.write(KINDS[chosen.kinds[0]]())
        return
    if chosen.stdin:
        print(json.dumps(work_on(sys.stdin.buffer.read(), does_all=chosen.all)))
        return
    print(f"{'kind':44} {'CPU s':>6} {'MB':>5}  outcome")
    for kind in chosen.kinds or KINDS:
        done = measure(kind, does_all=chosen.all)
        if done.returncode:
            print(f"{kind:44} failed: {done.stderr.decode().strip().splitlines()[-1]}")
            continue
        found = json.loads(done.stdout)
        mark = "!" if found["seconds"] > 2 or found["megabytes"] > 300 else " "
        print(f"{kind:44} {found['seconds']:6.2f} {found['megabytes']:5.0f}{mark} {found['outcome'][:150]}", flush=True)


if __name__ == "__main__":
    main()
