"""The three walks of a newcomer: citizen, case worker, analyst."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, Served, is_wider_than_the_screen, keep_picture

pytestmark = pytest.mark.browser

REFERENCE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}-[A-Z0-9]$")
EMAIL = "founder@ortoo.example"
BROKEN = Path(__file__).parent / "files"


def press(button: Locator) -> None:
    """Press a button, or follow a link, and wait for the page that it leads to: a click does not wait for that."""
    with button.page.expect_navigation():
        button.click()


def apply_for_a_company(page: Page, served: Served, *, name: str, charter: str = "Загвар дүрэм") -> str:
    """Answer the pages in Mongolian and return the reference."""
    page.goto(f"{served.address}/services/company-registration")
    keep_picture(page, "start")
    press(page.get_by_role("button", name="Эхлэх").or_(page.get_by_role("link", name="Эхлэх")).first)
    page.get_by_label("Компанийн нэр").fill(name)
    keep_picture(page, "page")
    go_on(page)
    page.get_by_label("Үндсэн үйл ажиллагаа").select_option("software")
    page.get_by_label(charter).check()
    go_on(page)
    page.get_by_label("Овог нэр").fill("Зохиомол Жишээ")
    page.get_by_label("Регистрийн дугаар").fill("УБ88010134")
    page.get_by_label("Цахим шуудангийн хаяг").fill(EMAIL)
    go_on(page)
    page.get_by_label("Үл хөдлөх хөрөнгийн бүртгэлийн дугаар").fill("Ү-2201000001")
    page.get_by_label("Түрээсэлдэг").check()
    go_on(page)
    page.get_by_label("Хөрөнгө, төгрөгөөр").fill("1000000")
    page.get_by_label("Эхний жилд ажиллуулах хүний тоо").fill("3")
    page.get_by_label("Үгүй").check()
    go_on(page)
    keep_picture(page, "check")
    expect(page.get_by_text("Зохиомол Жишээ")).to_be_visible()
    assert not is_wider_than_the_screen(page)
    press(page.get_by_role("button", name="Баталгаажуулж илгээх"))
    shown = page.locator("[data-reference]")
    expect(shown).to_be_visible()
    keep_picture(page, "sent")
    reference = shown.get_attribute("data-reference") or ""
    assert REFERENCE.match(reference)
    return reference


def go_on(page: Page) -> None:
    press(page.locator("button[value=continue]").last)
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()


def in_english(page: Page) -> None:
    press(page.get_by_role("link", name="English"))


def sign_in(page: Page, served: Served, role: str) -> None:
    email, password = served.account(role)
    page.goto(f"{served.address}/account/sign-in")
    keep_picture(page, "sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    press(page.locator("form:has(input[name=password]) button[type=submit]"))
    expect(page.locator("input[name=password]")).to_have_count(0)


def wait_for_work(page: Page, words: str, *, within_s: int = 60) -> None:
    """Reload the page of the case until the look-ups have been done and it says `words`.

    So many seconds where a page comes at once; as many looks where the machine is slow.
    """
    for _ in range(4 * within_s):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(250)
        page.reload()
    pytest.fail(f"{words!r} never came: {page.locator('main').inner_text()}")


def test_a_citizen_applies_signs_pays_and_follows_the_case(page: Page, served: Served) -> None:
    page.goto(served.address)
    keep_picture(page, "home")
    assert not is_wider_than_the_screen(page)
    reference = apply_for_a_company(page, served, name="Хөх тэнгэр")

    page.context.clear_cookies()
    page.goto(f"{served.address}/follow")
    page.locator("#reference").fill(reference.lower().replace("-", " "))
    page.locator("#answer").fill("somebody-else@ortoo.example")
    press(page.locator("main form button"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("#answer").fill(EMAIL)
    press(page.locator("main form button"))
    wait_for_work(page, "Өргөдөлд гарын үсэг зурах")
    keep_picture(page, "case")
    in_english(page)
    expect(page.get_by_role("heading", name="Register a company")).to_be_visible()
    assert not is_wider_than_the_screen(page)

    press(page.get_by_role("button", name="Sign application"))
    page.get_by_label("I sign this application").check()
    press(page.locator("main form button[type=submit]").last)
    wait_for_work(page, "Pay fee")
    press(page.get_by_role("button", name="Pay fee"))
    page.get_by_label("Reference of your payment").fill("12345678")
    press(page.locator("main form button[type=submit]").last)
    wait_for_work(page, "Your company is registered")
    keep_picture(page, "case-ended")


def test_a_page_says_what_is_wrong_and_keeps_what_was_typed(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/services/company-registration/apply/name")
    page.get_by_label("Компанийн нэр").fill("Blue Sky")
    press(page.locator("button[value=continue]").last)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label("Компанийн нэр")).to_have_value("Blue Sky")
    keep_picture(page, "page-error")
    page.locator(".govuk-error-summary a").first.click()
    expect(page.get_by_label("Компанийн нэр")).to_be_focused()


def test_the_portal_works_without_javascript(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="mn-MN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    assert apply_for_a_company(page, served, name="Цагаан уул")
    context.close()


def test_a_case_worker_finds_claims_and_decides(page: Page, served: Served) -> None:
    reference = apply_for_a_company(page, served, name="Улаан цэцэг", charter="Өөрийн дүрэм")
    page.context.clear_cookies()
    sign_in(page, served, "caseworker")
    in_english(page)
    page.goto(f"{served.address}/desk/")
    wait_for_work(page, reference)
    keep_picture(page, "inbox")
    assert not is_wider_than_the_screen(page)
    press(page.locator("tr", has_text=reference).get_by_role("link").first)
    keep_picture(page, "item")
    press(page.get_by_role("button", name=re.compile("Claim|Take")).first)
    page.get_by_label("Approve").check()
    keep_picture(page, "item-claimed")
    press(page.locator("main form:has(input[type=radio]) button[type=submit]").last)
    expect(page.locator("tr", has_text=reference)).to_have_count(0)
    page.goto(f"{served.address}/desk/cases/{reference}")
    keep_picture(page, "desk-case")
    expect(page.get_by_text("Улаан цэцэг").first).to_be_visible()


def test_an_analyst_sees_bottlenecks_and_the_comparison_and_checks_a_model(page: Page, served: Served) -> None:
    sign_in(page, served, "analyst")
    in_english(page)
    page.goto(f"{served.address}/studio/")
    keep_picture(page, "studio-home")
    assert not is_wider_than_the_screen(page)
    for side in ("as-is", "to-be"):
        page.goto(f"{served.address}/studio/services/company-registration/{side}")
        expect(page.locator("[data-bpmn][data-ready=yes]")).to_be_visible()
        expect(page.locator(".bjs-powered-by")).to_be_visible()
        marks = json.loads(page.locator("#marks").inner_text() or page.locator("#marks").text_content() or "{}")
        worst = next(iter(marks))
        heat = re.compile(rf"\bheat-{marks[worst]['level']}\b")
        expect(page.locator(f"[data-element-id={worst}]").first).to_have_class(heat)
        expect(page.locator(".diagram-badge").first).to_be_visible()
        keep_picture(page, f"studio-{side}")
        assert not is_wider_than_the_screen(page)

    page.goto(f"{served.address}/studio/services/company-registration/comparison")
    if page.get_by_role("button", name="Compute the comparison").count():
        press(page.get_by_role("button", name="Compute the comparison"))
    expect(page.locator(".app-verdict")).to_be_visible(timeout=600_000)
    keep_picture(page, "comparison")
    expect(page.locator("tbody tr", has_text="Time from application to end").first).to_be_visible()
    press(page.get_by_role("link", name="Open the report"))
    expect(page.locator("svg").first).to_be_visible()
    keep_picture(page, "report")

    page.goto(f"{served.address}/studio/")
    page.locator("input[type=file]").set_input_files(BROKEN / "wants-os.bpmn")
    press(page.get_by_role("button", name="Upload and check"))
    expect(page.locator("[data-bpmn][data-ready=yes]")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("script", re.IGNORECASE)).first).to_be_visible()
    keep_picture(page, "upload")


@pytest.mark.parametrize(
    ("file", "said"),
    [("not-xml.bpmn", "does not begin like XML"), ("dtd.bpmn", "document type (DTD)"), ("page.html", "HTML")],
)
def test_a_broken_upload_gets_a_sentence_and_nothing_is_kept(page: Page, served: Served, file: str, said: str) -> None:
    sign_in(page, served, "analyst")
    in_english(page)
    page.goto(f"{served.address}/studio/")
    page.locator("input[type=file]").set_input_files(BROKEN / file)
    press(page.get_by_role("button", name="Upload and check"))
    expect(page.locator(".govuk-error-summary")).to_contain_text(said)
    expect(page.locator(".govuk-error-summary")).to_contain_text(file)
    assert page.locator("td a", has_text=file).count() == 0


def test_a_model_without_a_diagram_is_drawn_and_the_way_to_its_fault_shown(page: Page, served: Served) -> None:
    sign_in(page, served, "analyst")
    in_english(page)
    page.goto(f"{served.address}/studio/")
    page.locator("input[type=file]").set_input_files(BROKEN / "stuck.bpmn")
    press(page.get_by_role("button", name="Upload and check"))
    expect(page.locator("[data-bpmn][data-ready=yes]")).to_be_visible()
    expect(page.locator("[data-element-id=visit]").first).to_be_visible()
    page.get_by_role("button", name="Show the way to it").click()
    expect(page.locator("[data-element-id=which]").first).to_have_class(re.compile("on-way"))
    keep_picture(page, "upload-undrawn")
    assert not is_wider_than_the_screen(page)
