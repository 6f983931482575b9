"""The files that a model imports, as far as they lie beside it. BPMN 2.0.2 §8.2.2."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from lxml import etree

from bpmn.check.source import Source
from bpmn.check.subject import Subject
from bpmn.errors import UnreadableFileError
from bpmn.xml import parse_xml

__all__ = ["Imported", "by_namespace", "imported_files", "imports_of", "model_imports", "namespace_of"]

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
# Files may import each other in a circle, and each is looked at once; a chain longer than this is not followed.
_MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that a model imports, directly or through others.

    Attributes:
        name: Its name.
        element: The model's own import that leads to it.
        source: What is in it.
    """

    name: str
    element: etree._Element
    source: Source


def imports_of(source: Source) -> Iterator[tuple[etree._Element, str]]:
    """Yield the imports of BPMN files with the name of the file.

    Only a file in the same folder is looked for: no other folder and no network is read for the sake of a check.
    """
    for element in model_imports(source):
        name = unquote(element.get("location", "")).removeprefix("./")
        if name and not {"/", "\\", ":"} & set(name) and name != "..":
            yield element, name


def model_imports(source: Source) -> Iterator[etree._Element]:
    """Yield the imports of BPMN files, wherever those are."""
    return (element for element in source.every("import") if element.get("importType") == _BPMN)


def namespace_of(element: etree._Element) -> str:
    """Return the namespace that an import says it is of."""
    return str(element.get("namespace") or "")


def imported_files(subject: Subject) -> Iterator[Imported]:
    """Yield the files that a model imports, and those that they import in turn, each once; not what cannot be read."""
    waiting = list(imports_of(subject.source))
    seen = {PurePath(subject.model.source_name).name}
    while waiting and len(seen) <= _MOST_FILES:
        element, name = waiting.pop(0)
        source = None if name in seen else _read(subject, name)
        seen.add(name)
        if source is not None:
            yield Imported(name, element, source)
            waiting.extend((element, other) for _, other in imports_of(source))


def by_namespace(subject: Subject) -> dict[str, list[Source]]:
    """Return the files that a model imports by what they say their namespace is."""
    found: dict[str, list[Source]] = {}
    for imported in imported_files(subject):
        root = imported.source.root
        if root is not None:
            found.setdefault(root.get("targetNamespace", ""), []).append(imported.source)
    return found


def _read(subject: Subject, name: str) -> Source | None:
    """Return an imported file, None where it is not there or cannot be read; read once for all rules."""
    others = subject.source.others
    if name not in others:
        others[name] = None
        data = subject.beside(name)
        if data is not None:
            with suppress(UnreadableFileError):
                others[name] = Source(parse_xml(data, source_name=name))
    return others[name]
