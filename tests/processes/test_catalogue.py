import json
import shutil
from pathlib import Path

import pytest

from processes import CatalogueError, LocalText, find_service, load_services
from processes.catalogue import LIBRARY


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of its own with one service that a test may spoil."""
    shutil.copytree(LIBRARY / "company-registration", tmp_path / "company-registration")
    return tmp_path


def test_the_library_has_the_company_registration() -> None:
    assert [service.key for service in load_services()] == ["company-registration"]


def test_a_service_speaks_both_languages() -> None:
    service = find_service("company-registration")
    assert service.name("en") == "Register a company"
    assert service.name("mn") == "Компани бүртгүүлэх"
    assert len(service.lines("before_you_start", "mn")) == len(service.lines("before_you_start", "en")) == 4
    assert service.reason("tax-debt", "en") == "The founder has tax debts."
    assert service.reason("no-such-reason", "mn") == "no-such-reason"


def test_forms_come_in_the_language_asked_for() -> None:
    service = find_service("company-registration")
    english, mongolian = (service.form("business", language) for language in ("en", "mn"))
    assert english["title"] == "What will the company do?"
    assert mongolian["title"] == "Компани юу хийх вэ?"
    options = {option["value"]: option["label"] for option in mongolian["components"][0]["values"]}
    assert options["mining"] == "Уул уурхай"
    assert [component.get("key") for component in english["components"]] == ["activity", "charter"]


def test_every_text_of_every_form_is_translated() -> None:
    service = find_service("company-registration")
    for form_id, schema in service.forms.items():
        shown = service.form(form_id, "mn")
        assert shown["title"] != schema["title"], form_id
        for original, translated in zip(schema["components"], shown["components"], strict=True):
            for name in ("label", "description", "text"):
                if original.get(name):
                    assert translated[name] != original[name], (form_id, original["id"], name)


def test_asking_for_a_form_does_not_change_the_service() -> None:
    service = find_service("company-registration")
    before = json.dumps(service.forms, ensure_ascii=False, sort_keys=True)
    service.form("business", "mn")
    assert json.dumps(service.forms, ensure_ascii=False, sort_keys=True) == before


def test_an_unknown_service_is_refused_with_those_there_are() -> None:
    with pytest.raises(CatalogueError, match=r"no service nothing.*company-registration"):
        find_service("nothing")


def test_a_page_without_a_form_is_named(library: Path) -> None:
    (library / "company-registration/forms/founder.form").unlink()
    with pytest.raises(CatalogueError, match="pages founder have no form"):
        find_service("company-registration", library)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("service.toml", "order = ", "not TOML"),
        ("forms/name.form", "{", "not JSON"),
        ("texts/mn.toml", "[service", "not TOML"),
    ],
)
def test_a_spoilt_file_is_named_with_what_is_wrong(library: Path, file: str, content: str, said: str) -> None:
    path = library / "company-registration" / file
    path.write_text(content)
    with pytest.raises(CatalogueError, match=said) as error:
        find_service("company-registration", library)
    assert error.value.path == path


def test_a_missing_model_is_named(library: Path) -> None:
    (library / "company-registration/to-be.bpmn").unlink()
    with pytest.raises(CatalogueError, match=r"to-be\.bpmn: The file cannot be read"):
        find_service("company-registration", library)


def test_a_text_falls_back_to_english_then_to_any() -> None:
    assert LocalText({"en": "one", "mn": "нэг"}).into("mn") == "нэг"
    assert LocalText({"en": "one"}).into("mn") == "one"
    assert LocalText({"mn": "нэг"}).into("en") == "нэг"
    assert LocalText({}).into("en") == ""
