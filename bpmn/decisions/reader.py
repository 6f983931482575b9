"""Reading DMN files, and putting a model together with those that it imports."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from bpmn.decisions.builder import EXPRESSIONS
from bpmn.decisions.elements import attribute, child, children, line_of, local_name
from bpmn.decisions.program import NODES, Linker, Program, identifier_of, reference, requirements
from bpmn.errors import UnreadableFileError
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.scanner import normal_name
from bpmn.language import Text
from bpmn.xml import parse_xml

__all__ = ["Decision", "DecisionModel", "Import", "is_decision_file", "read_decision_file", "read_decisions"]

_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decision is, before it is made.

    Attributes:
        id: Its id.
        name: Its name.
        requires: Names of the input data and decisions that it states to need.
        line: 1-based line in the file.
        has_logic: Whether there is anything to evaluate.
    """

    id: str
    name: str
    requires: tuple[str, ...]
    line: int | None
    has_logic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A model that another one uses.

    Attributes:
        namespace: The namespace of the imported model.
        name: What its elements are called by, before a point; "" for no prefix.
        location: Where the file says it is, or "".
    """

    namespace: str
    name: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionModel:
    """A DMN file.

    Attributes:
        name: Its name.
        namespace: Its namespace, by which others import it.
        source_name: What the file is called in messages.
        decisions: Its decisions by id.
        input_names: Names of its input data.
        imports: The models that it needs to be given.
        root: The `definitions` element.
    """

    name: str
    namespace: str
    source_name: str
    decisions: Mapping[str, Decision]
    input_names: tuple[str, ...]
    imports: tuple[Import, ...]
    root: etree._Element = field(repr=False)
    _programs: dict[tuple[int, ...], tuple[tuple["DecisionModel", ...], Program]] = field(
        default_factory=dict, repr=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def find(self, name: str) -> Decision | None:
        """Return the decision with this id, or else with this name."""
        wanted = normal_name(name)
        by_name = (decision for decision in self.decisions.values() if decision.name == wanted)
        return self.decisions.get(name) or next(by_name, None)

    @property
    def names(self) -> Mapping[str, str]:
        """The names of its input data, decisions, knowledge models and services, by id."""
        return {identifier_of(node): normal_name(attribute(node, "name")) for node in children(self.root, *NODES)}

    @property
    def main_decisions(self) -> tuple[Decision, ...]:
        """The decisions that no other decision of the file requires, in its order."""
        required = {name for decision in self.decisions.values() for name in decision.requires}
        return tuple(decision for decision in self.decisions.values() if decision.name not in required)

    @property
    def problems(self) -> tuple[ExpressionError, ...]:
        """The expressions of the file that do not compile, with their lines; each comes out null."""
        return tuple(error for _, error in self.program(()).problems)

    def program(self, imports: Iterable["DecisionModel"]) -> Program:
        """Return the compiled model, together with those of the given models that it imports; compiled once."""
        given = tuple(imports) if self.imports else ()
        key = tuple(map(id, given)) if given else ()
        known = self._programs.get(key)
        if known is not None:
            return known[1]
        with self._lock:
            # The given models are kept beside the program, so that no other model can come to have the same id.
            if key not in self._programs:
                self._programs[key] = (given, Linker(given).link(self, 0))
            return self._programs[key][1]


def read_decisions(data: bytes, *, source_name: str) -> DecisionModel:
    """Return a DMN file (1.1 to 1.5), read and compiled.

    An expression that does not compile makes its own decision null, and is listed in `problems`.

    Args:
        data: The file's bytes.
        source_name: What to call the file in messages.

    Raises:
        UnreadableFileError: If it is not XML, or not DMN.
    """
    root = parse_xml(data, source_name=source_name)
    if local_name(root) != "definitions" or "/spec/DMN/" not in str(etree.QName(root).namespace):
        raise UnreadableFileError(
            Text("This is not a DMN file. Export the decision again as DMN XML."),
            source_name=source_name,
            line=line_of(root),
        )
    names = {identifier_of(node): normal_name(attribute(node, "name")) for node in children(root, *NODES)}
    model = DecisionModel(
        name=attribute(root, "name"),
        namespace=attribute(root, "namespace"),
        source_name=source_name,
        decisions={identifier_of(node): _decision(node, names) for node in children(root, "decision")},
        input_names=tuple(normal_name(attribute(node, "name")) for node in children(root, "inputData")),
        imports=tuple(_import(element) for element in children(root, "import")),
        root=root,
    )
    if not model.imports:
        model.program(())
    return model


def is_decision_file(data: bytes, *, source_name: str) -> bool:
    """Return whether a file means to be DMN, by its name or else by the namespaces at its beginning."""
    head = data[:_HEAD_BYTES]
    return source_name.lower().endswith(".dmn") or (b"/spec/DMN/" in head and b"/spec/BPMN/" not in head)


def read_decision_file(path: Path) -> tuple[DecisionModel, tuple[DecisionModel, ...]]:
    """Return the model in a file and the models in the same folder that it imports, directly or not.

    Raises:
        UnreadableFileError: If the file itself cannot be read; files beside it that cannot are passed over.
    """
    model = read_decisions(path.read_bytes(), source_name=path.name)
    if not model.imports:
        return model, ()
    beside = _models_beside(path, [one.location for one in model.imports])
    needed: dict[str, DecisionModel] = {}
    waiting = [one.namespace for one in model.imports]
    while waiting:
        namespace = waiting.pop()
        if namespace in beside and namespace not in needed:
            needed[namespace] = beside[namespace]
            waiting += [one.namespace for one in beside[namespace].imports]
    return model, tuple(needed.values())


def _models_beside(path: Path, locations: Iterable[str]) -> Mapping[str, DecisionModel]:
    """Return the other models of a folder by namespace: of two with one namespace the one that an import names."""
    # A location is a URI; only its last part is looked for, and only in this folder.
    named = {unquote(location).rpartition("/")[2] for location in locations if location}
    beside: dict[str, DecisionModel] = {}
    for other in sorted(path.parent.glob("*.dmn"), key=lambda file: (file.name not in named, file.name)):
        if other.name != path.name:
            try:
                found = read_decisions(other.read_bytes(), source_name=other.name)
            except (UnreadableFileError, OSError):
                continue
            beside.setdefault(found.namespace, found)
    return beside


def _decision(element: etree._Element, names: Mapping[str, str]) -> Decision:
    references = [reference(one) for one in requirements(element)]
    return Decision(
        id=identifier_of(element),
        name=normal_name(attribute(element, "name")),
        requires=tuple(names[node] for _, node in references if node in names),
        line=line_of(element),
        has_logic=child(element, *EXPRESSIONS) is not None,
    )


def _import(element: etree._Element) -> Import:
    return Import(
        namespace=attribute(element, "namespace"),
        name=normal_name(attribute(element, "name")),
        location=attribute(element, "locationURI"),
    )
