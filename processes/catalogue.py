"""Finds the services of the library and loads them, checked, from their folders."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bpmn import read_model
from bpmn.decisions import read_decisions
from bpmn.language import LANGUAGES, Text

__all__ = ["CatalogueError", "LocalText", "Service", "find_service", "load_services"]

LIBRARY = Path(__file__).resolve().parent
_SIDES = ("as-is", "to-be")


class CatalogueError(Exception):
    """A service's folder is not as it must be.

    Attributes:
        text: What is wrong and what to do.
        path: The file concerned.
    """

    def __init__(self, text: Text, *, path: Path) -> None:
        super().__init__(text)
        self.text = text
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text in each language; where one is missing, English stands in, then any."""

    languages: Mapping[str, str]

    def into(self, language: str) -> str:
        """Return the text in `language`."""
        found = self.languages.get(language) or self.languages.get("en")
        return found if found is not None else next(iter(self.languages.values()), "")


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service of the library.

    Attributes:
        key: Its name in addresses and on the command line: the folder's name.
        folder: Where its files are.
        order: Its place in lists.
        pages: The ids of the forms an applicant answers, in order.
        check_field: The answer that an applicant must give again to follow a case.
        roles: The candidate groups of its models, with their names.
        as_is: The model of the service as it is, as file bytes.
        to_be: The model as it could be; it is the one that runs as a pilot.
        forms: form-js schemas by id, with English labels.
        decisions: DMN files by name.
        texts: Everything shown to people, by language.
    """

    key: str
    folder: Path
    order: int
    pages: tuple[str, ...]
    check_field: str
    roles: Mapping[str, LocalText]
    as_is: bytes = field(repr=False)
    to_be: bytes = field(repr=False)
    forms: Mapping[str, Mapping[str, Any]] = field(repr=False)
    decisions: Mapping[str, bytes] = field(repr=False)
    texts: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def text(self, key: str, language: str) -> str:
        """Return one of the service's own texts ("name", "summary", …), "" where there is none."""
        return str(self._of_service(key).get(language) or self._of_service(key).get("en") or "")

    def lines(self, key: str, language: str) -> tuple[str, ...]:
        """Return one of the service's own lists of texts ("before_you_start", …)."""
        found = self._of_service(key)
        lines: Sequence[str] = found.get(language) or found.get("en") or ()
        return tuple(lines)

    def name(self, language: str) -> str:
        """Return the service's name."""
        return self.text("name", language)

    def scenario(self, side: str) -> bytes:
        """Return the scenario of one side ("as-is" or "to-be") as file bytes."""
        return _read(self.folder / "scenarios" / f"{side}.json")

    def element_names(self, language: str, side: str = "to-be") -> dict[str, str]:
        """Return the labels of one model's elements in `language`, by element id, where they have been translated."""
        return dict(self.texts.get(language, {}).get("elements", {}).get(side, {}))

    def reason(self, code: str, language: str) -> str:
        """Return what a decision's reason code means, or the code itself where nobody wrote it down."""
        return self._said("reasons", code, language) or code

    def notice(self, element: str, language: str) -> str:
        """Return what an element's notice tells the applicant, "" where the model's own text stands."""
        return self._said("notices", element, language)

    def form(self, form_id: str, language: str) -> dict[str, Any]:
        """Return a form's form-js schema with its texts in `language`.

        Raises:
            KeyError: If the service has no such form.
        """
        texts = self.texts.get(language, {}).get("forms", {}).get(form_id, {})
        schema = json.loads(json.dumps(self.forms[form_id]))
        schema["title"] = texts.get("title", schema.get("title", ""))
        for component in schema.get("components", []):
            _put_texts(component, texts.get(component.get("key") or component.get("id"), {}))
        return dict(schema)

    @cached_property
    def decision_ids(self) -> frozenset[str]:
        """The ids of the decisions that the service's models may call."""
        models = (read_decisions(file, source_name=name) for name, file in self.decisions.items())
        return frozenset(decision for model in models for decision in model.decisions)

    @cached_property
    def sources(self) -> str:
        """Where the facts of the service come from: its SOURCES.md."""
        return _read(self.folder / "SOURCES.md").decode()

    def _said(self, table: str, key: str, language: str) -> str:
        for texts in (self.texts.get(language, {}), self.texts.get("en", {})):
            if key in texts.get(table, {}):
                return str(texts[table][key])
        return ""

    def _of_service(self, key: str) -> dict[str, Any]:
        return {language: texts.get("service", {}).get(key) for language, texts in self.texts.items()}


def load_services(library: Path = LIBRARY) -> tuple[Service, ...]:
    """Return every service of the library, in its order.

    Raises:
        CatalogueError: If a service's folder is not as it must be.
    """
    services = [_load(file.parent) for file in library.glob("*/service.toml")]
    return tuple(sorted(services, key=lambda service: (service.order, service.key)))


def find_service(key: str, library: Path = LIBRARY) -> Service:
    """Return one service by its key.

    Raises:
        CatalogueError: If the library has no such service, or its folder is not as it must be.
    """
    folder = library / key
    known = sorted(file.parent.name for file in library.glob("*/service.toml"))
    if key not in known:
        text = Text("There is no service {key} in the library. It has: {known}.", key=key, known=", ".join(known))
        raise CatalogueError(text, path=folder)
    return _load(folder)


def _load(folder: Path) -> Service:
    settings = _toml(folder / "service.toml")
    models = {side: _read(folder / f"{side}.bpmn") for side in _SIDES}
    for side in _SIDES:
        read_model(models[side], source_name=str(folder / f"{side}.bpmn"))
    service = Service(
        key=folder.name,
        folder=folder,
        order=int(settings.get("order", 100)),
        pages=tuple(settings.get("application", {}).get("pages", ())),
        check_field=str(settings.get("application", {}).get("check_field", "")),
        roles={role: LocalText(names) for role, names in settings.get("roles", {}).items()},
        as_is=models["as-is"],
        to_be=models["to-be"],
        forms={file.stem: _json(file) for file in sorted((folder / "forms").glob("*.form"))},
        decisions={file.stem: _read(file) for file in sorted((folder / "decisions").glob("*.dmn"))},
        texts={language: _toml(folder / "texts" / f"{language}.toml") for language in LANGUAGES},
    )
    missing = sorted(set(service.pages) - set(service.forms))
    if missing:
        text = Text("The pages {pages} have no form in forms/.", pages=", ".join(missing))
        raise CatalogueError(text, path=folder / "service.toml")
    return service


def _put_texts(component: dict[str, Any], texts: Mapping[str, Any]) -> None:
    for name in ("label", "description", "text"):
        if name in texts:
            component[name] = texts[name]
    for option in component.get("values", []):
        option["label"] = texts.get("options", {}).get(str(option.get("value")), option.get("label", ""))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        text = Text("The file cannot be read: {reason}.", reason=error.strerror or str(error))
        raise CatalogueError(text, path=file) from error


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(file).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(Text("This is not TOML: {reason}.", reason=str(error)), path=file) from error


def _json(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(_read(file)))
    except ValueError as error:
        raise CatalogueError(Text("This is not JSON: {reason}.", reason=str(error)), path=file) from error
