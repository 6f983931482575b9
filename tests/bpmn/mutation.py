"""Ways to damage a BPMN file, by bytes and by elements; all of them repeat from a seed."""

from collections.abc import Callable
from random import Random

from lxml import etree

__all__ = ["mutated"]

_BYTES = (b"", b"<", b">", b'"', b"&", b"\0", b"\xff", b"<!--", b"]]>", b"</", b"=", b"\xd0", b"xmlns", b"${", b"<a/>")
_VALUES = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "9" * 40,
    "NaN",
    "true",
    "no",
    "${",
    "=",
    "a:b",
    ":",
    "\N{SNOWMAN}",
    "PT",
    "R/",
    "x" * 5000,
)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-8-sig", "cp1251", "iso8859-1", "utf-7", "utf-32", "koi8-r")
# What a file most often refers by, and therefore most often refers by wrongly.
_NAMES = (
    "id", "name", "sourceRef", "targetRef", "default", "attachedToRef", "processRef", "bpmnElement", "messageRef",
    "errorRef", "calledElement", "isExecutable", "triggeredByEvent", "x", "width", "isForCompensation", "dataObjectRef",
)  # fmt: skip
_KINDS = (
    "task", "userTask", "subProcess", "startEvent", "endEvent", "boundaryEvent", "exclusiveGateway", "sequenceFlow",
    "lane", "laneSet", "process", "participant", "inclusiveGateway", "eventBasedGateway", "intermediateCatchEvent",
    "messageEventDefinition", "linkEventDefinition", "timerEventDefinition", "multiInstanceLoopCharacteristics",
    "adHocSubProcess", "transaction", "callActivity", "dataInputAssociation", "choreographyTask", "complexGateway",
)  # fmt: skip


def mutated(data: bytes, chance: Random) -> bytes:
    """Return a file damaged in one to four ways."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_MUTATIONS)(data, chance)
    return data


def _flip(data: bytes, chance: Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _splice(data: bytes, chance: Random) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 20, 500)))
    return data[:start] + chance.choice(_BYTES) + data[end:]


def _repeat(data: bytes, chance: Random) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.randint(1, 400))
    place = chance.randint(0, len(data))
    return data[:place] + data[start:end] + data[place:]


def _recode(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(_ENCODINGS), "replace")


def _by_elements(change: Callable[[list[etree._Element], Random], None]) -> Callable[[bytes, Random], bytes]:
    """Return a mutation of the elements of a file; a file that is no XML any more stays as it is."""

    def mutation(data: bytes, chance: Random) -> bytes:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, ValueError):
            return data
        change(list(root.iter("*")), chance)
        return etree.tostring(root)

    return mutation


def _remove(elements: list[etree._Element], chance: Random) -> None:
    element = chance.choice(elements)
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)


def _move(elements: list[etree._Element], chance: Random) -> None:
    element, target = chance.choice(elements), chance.choice(elements)
    if element.getparent() is not None and element not in (target, *target.iterancestors()):
        target.insert(chance.randint(0, len(target)), element)


def _duplicate(elements: list[etree._Element], chance: Random) -> None:
    element, target = chance.choice(elements), chance.choice(elements)
    if len(element) < 50:
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        if chance.random() < 0.5:
            for inner in copy.iter("*"):
                if "id" in inner.attrib:
                    inner.set("id", inner.get("id", "") + "_b")
        target.append(copy)


def _set(elements: list[etree._Element], chance: Random) -> None:
    for _ in range(chance.randint(1, 3)):
        element = chance.choice(elements)
        names = [str(name) for name in element.keys()] + list(_NAMES)  # noqa: SIM118 - keys of an element, not its children
        ids = [found for found in (chance.choice(elements).get("id") for _ in range(5)) if found]
        element.set(chance.choice(names[: len(element.keys()) or None]), chance.choice([*_VALUES, *ids * 4]))


def _unset(elements: list[etree._Element], chance: Random) -> None:
    element = chance.choice(elements)
    for name in chance.sample(list(element.keys()), min(len(element.keys()), 2)):
        del element.attrib[name]


def _rename(elements: list[etree._Element], chance: Random) -> None:
    element = chance.choice(elements)
    namespace = str(element.tag).rpartition("}")[0]
    element.tag = f"{namespace}}}{chance.choice(_KINDS)}" if namespace else chance.choice(_KINDS)


def _retext(elements: list[etree._Element], chance: Random) -> None:
    chance.choice(elements).text = chance.choice([*_VALUES, *(found.get("id", "") for found in elements[:20])])


_MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _cut,
    _splice,
    _repeat,
    _recode,
    *(_by_elements(change) for change in (_remove, _move, _duplicate, _set, _unset, _rename, _retext)),
    # What keeps the file readable reaches further, so it comes more often.
    *(_by_elements(change) for change in (_move, _duplicate, _set, _set, _rename)),
)
