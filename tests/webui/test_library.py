"""The services of the library, as the pages show them."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest

from bpmn.language import LANGUAGES
from engine import SYSTEM, Deployment, Engine, deploy, read_case, run_due_jobs
from processes import Service, load_services
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.forms import BoundForm, find_form_problems, read_form
from webui.settings import Settings

SERVICES = load_services()
COMPANY = {
    "name": {"company_name": "Жишээ Туршилт"},
    "business": {"activity": "software", "charter": "own"},
    "founder": {"founder_name": "Жишээ Бат", "founder_register_number": "УБ88010134", "email": "a@example.mn"},
    "address": {"property_number": "Ү-2201000001", "address_right": "own"},
    "size": {"capital_mnt": "1 000 000", "employees": "3", "wants_vat": "no"},
}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_every_form_of_the_library_can_be_shown_in_both_languages(service: Service) -> None:
    for form_id in service.forms:
        for language in LANGUAGES:
            schema = service.form(form_id, language)
            assert find_form_problems(schema) == (), (service.key, form_id)
            assert BoundForm(read_form(schema)).title, (service.key, form_id, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_worker_sees_what_the_registers_found(engine: Engine, settings: Settings, language: str) -> None:
    (service,) = (each for each in SERVICES if each.key == "company-registration")
    deployment = Deployment(
        service=service.key,
        model=service.to_be,
        model_name="to-be.bpmn",
        decisions=service.decisions,
        forms=service.forms,
    )
    deploy(engine, deployment, actor=SYSTEM)
    app = create_app(engine, services=[service], settings=settings)
    citizen, manager = Browser(app.test_client()), Browser(app.test_client())
    for page, answers in COMPANY.items():
        citizen.get(f"/services/{service.key}/apply/{page}")
        citizen.post(f"/services/{service.key}/apply/{page}", **answers)
    draft = citizen.get(f"/services/{service.key}/check").text.split('name="draft" value="')[1].split('"')[0]
    reference = citizen.post(f"/services/{service.key}/check", draft=draft).headers["Location"].split("/")[2]
    for _round in range(10):
        run_due_jobs(engine, worker="test")
    assert read_case(engine, reference=reference).data["reason"] == "own-charter"
    manager.client.set_cookie("language", language)
    manager.sign_in("manager")
    assert service.reason("own-charter", language) in html.unescape(manager.get(f"/desk/cases/{reference}").text)


def test_a_session_that_was_not_used_for_long_has_ended(engine: Engine, settings: Settings) -> None:
    app = create_app(
        engine, services=[make_service()], settings=replace(settings, session_idle=timedelta(microseconds=1))
    )
    browser = Browser(app.test_client())
    browser.get("/services/borrow-a-book")
    browser.post("/services/borrow-a-book/new", 400)
