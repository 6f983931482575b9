"""Beside bpmn-js's picture of the same file, Ortoo's lacks nothing and has nothing elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Diagram
from bpmn.picture import draw_svg, planes_of
from bpmn.picture.lettering import text_width
from bpmn.xml import decode_xml
from tests.browser.diagrams import DrawingPage, Drawn

pytestmark = pytest.mark.browser

# Outlines are where the file puts them. Labels are set in another font, and are measured from their middle and top.
OUTLINE_TOLERANCE_PX, LABEL_TOLERANCE_PX = 3.0, 6.0
# bpmn-js does not open planes that show the definitions themselves, which Modelio writes.
REFUSED = "unsupported bpmnElement for <bpmndi:BPMNPlane"
SENTENCES = (
    "Өргөдөл хүлээн авах",
    "Хуулийн этгээдийн улсын бүртгэлийн гэрчилгээ олгох",
    "Бүрдүүлбэр дутуу эсэхийг шалгаж, хүсэлт гаргагчид мэдэгдэх",
    "ГАЗАР ЭЗЭМШИХ ЭРХИЙН ГЭРЧИЛГЭЭ",
    "Төлбөр: 25,000₮ (14 хоног дотор)",
    "№ 12/34 тоот шийдвэрийг «E-Mongolia» системд оруулах",
    "Ёс зүйн дүрэм, цэцэрлэг, щ ъ ь ы ю я",
    "Receive the application & check the documents",
    "Überprüfung der Anträge, façade, niño",
)


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> DrawingPage:
    return DrawingPage(browser)


def sample(corpora: Path, every: int) -> Iterator[Path]:
    """Some files of each tool."""
    folders = sorted(folder for folder in (corpora / "miwg").iterdir() if folder.is_dir())
    folders += [corpora / name for name in ("operaton", "flowable-engine", "altinn", "bpmn-for-research", "prosimos")]
    for folder in folders:
        files = sorted((*folder.rglob("*.bpmn"), *folder.rglob("*.bpmn20.xml")))
        yield from files[:: every if "miwg" in folder.parts else 3 * every]


def shown_by_us(model: Model, theirs: dict[str, Drawn]) -> Iterator[tuple[str, Drawn]]:
    """The planes that are pictures of their own with us too.

    Where a file does not say whether a sub-process is open, it is if something in it is drawn; bpmn-js shuts it. What
    is in a shut one on the same plane bpmn-js moves to the corner of a plane of its own: it is moved back before.
    """
    planes = {plane.element: plane for plane in planes_of(model)}
    for element, drawn in theirs.items():
        if not element or (element in planes and planes[element] in model.diagrams):
            yield element, drawn
        elif element in planes:
            yield element, moved_back(drawn, planes[element])


def moved_back(drawn: Drawn, plane: Diagram) -> Drawn:
    first = next(shape for shape in plane.shapes if shape.element in drawn)
    box = drawn[first.element]["box"]
    x, y = first.bounds.x - box["x"], first.bounds.y - box["y"]
    boxes = {element: found["box"] for element, found in drawn.items()}
    moved = {element: box and {**box, "x": box["x"] + x, "y": box["y"] + y} for element, box in boxes.items()}
    return {element: {**found, "box": moved[element]} for element, found in drawn.items()}


def lacks(theirs: Drawn, ours: Drawn) -> Iterator[str]:
    for element, drawn in theirs.items():
        name = f"{drawn['of']}_label" if drawn["isLabel"] else element
        box = drawn["box"]
        if box is None or not (box["width"] or box["height"]):
            continue
        own = ours.get(name, {}).get("box")
        if own is None:
            yield f"{name} ({drawn['type']}) is missing"
        elif drawn["isLabel"]:
            aside = own["x"] + own["width"] / 2 - box["x"] - box["width"] / 2
            if max(abs(aside), abs(own["y"] - box["y"])) > LABEL_TOLERANCE_PX:
                yield f"{name} is at {own}, not at {box}"
        elif farthest(own, box) > OUTLINE_TOLERANCE_PX:
            yield f"{name} ({drawn['type']}) is at {own}, not at {box}"


def farthest(one: dict[str, float], two: dict[str, float]) -> float:
    corners = ((box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in (one, two))
    return max(abs(a - b) for a, b in zip(*corners, strict=True))


@pytest.mark.corpora
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.nightly)])
def test_nothing_is_missing_or_displaced_beside_bpmn_js(corpora: Path, drawing: DrawingPage, every: int) -> None:
    faults, compared = [], 0
    for path in sample(corpora, every):
        data = path.read_bytes()
        try:
            model = read_model(data, source_name=path.name)
        except BpmnFileError:
            continue
        if not any(diagram.shapes for diagram in model.diagrams):
            continue
        theirs = drawing.theirs(decode_xml(data, source_name=path.name).text)
        if isinstance(theirs, str):
            assert REFUSED in theirs, path
            continue
        for plane, drawn in shown_by_us(model, theirs):
            ours = drawing.ours(draw_svg(model, diagram=plane or None))
            faults += [f"{path.parent.name}/{path.name}: {fault}" for fault in lacks(drawn, ours)]
            compared += len(drawn)
    assert faults == []
    assert compared > 10_000 / every


def test_letters_are_measured_as_the_browser_sets_them(drawing: DrawingPage) -> None:
    for sentence in SENTENCES:
        for size in (11, 12):
            width = drawing.text_width(sentence, f'{size}px "Noto Sans"')
            assert text_width(sentence, size) == pytest.approx(width, rel=0.02), sentence
