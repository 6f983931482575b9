"""form-js schemas as pages: what is asked, what is refused, what is shown again."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.datastructures import MultiDict

from webui.forms import BoundForm, FormSchemaError, find_form_problems, read_form
from webui.languages import add_languages
from webui.settings import Settings


@pytest.fixture(autouse=True, scope="module")
def page() -> Iterator[Flask]:
    """A request in English, with the templates of the application."""
    app = Flask("webui")
    app.jinja_loader = ChoiceLoader(
        [PackageLoader("webui"), PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    app.extensions["ortoo"] = None
    Babel(app)
    add_languages(Flask("other"), Settings(secret_key=""))
    with app.test_request_context(headers={"Cookie": "language=en"}):
        yield app


def component(kind: str, key: str = "it", **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "key": key, "label": key.title(), **more}


def bind(*components: dict[str, Any], **kinds: Any) -> BoundForm:
    return BoundForm(read_form({"id": "form", "components": list(components)}), **kinds)


def posted(*components: dict[str, Any], context: dict[str, Any] | None = None, **fields: Any) -> BoundForm:
    return bind(*components, posted=MultiDict(fields), context=context)


OPTIONS = [{"value": "a", "label": "First"}, {"value": 2, "label": "Second"}]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("textfield", " two  words ", "two  words"),
        ("textarea", "one\r\ntwo", "one\ntwo"),
        ("number", "1 500", 1500),
        ("number", "1,50", Decimal("1.50")),
        ("number", "-3", -3),
        ("checkbox", "yes", True),
        ("textfield", "", None),
        ("number", "", None),
    ],
)
def test_what_is_typed_becomes_json(kind: str, typed: str, value: object) -> None:
    form = posted(component(kind), it=typed)
    assert form.validate()
    assert form.answers() == {"it": value}


@pytest.mark.parametrize("typed", ["forty", "1e999", "NaN", "Infinity", "1_000", "٣", "1.2.3", "9" * 60])
def test_what_is_no_number_is_refused_and_shown_again(typed: str) -> None:
    form = posted(component("number"), it=typed)
    assert not form.validate()
    assert form.kept() == {"it": typed}
    assert bind(component("number"), kept=form.kept()).nodes[0].field.posted == typed  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rules", "typed", "is_right"),
    [
        ({"required": True}, "", False),
        ({"required": True}, "  ", False),
        ({"minLength": 3}, "ab", False),
        ({"minLength": 3}, "abc", True),
        ({"maxLength": 3}, "abcd", False),
        ({"pattern": "^[А-ЯӨҮ]{2}[0-9]{8}$"}, "ӨҮ12345678", True),
        ({"pattern": "^[А-ЯӨҮ]{2}[0-9]{8}$"}, "AB12345678", False),
        ({"validationType": "email"}, "no address", False),
        ({"validationType": "email"}, "a@example.mn", True),
        ({"validationType": "phone"}, "+976 9911 2233", True),
    ],
)
def test_texts_are_held_to_their_rules(rules: dict[str, Any], typed: str, is_right: bool) -> None:
    assert posted(component("textfield", validate=rules), it=typed).validate() is is_right


def test_a_pattern_that_would_hang_other_engines_takes_no_time() -> None:
    assert not posted(component("textfield", validate={"pattern": "^(a+)+$"}), it="a" * 5000 + "!").validate()


@pytest.mark.parametrize(("typed", "is_right"), [("0", False), ("1", True), ("10", True), ("10.5", False)])
def test_numbers_are_held_to_their_bounds(typed: str, is_right: bool) -> None:
    assert posted(component("number", validate={"min": 1, "max": 10}), it=typed).validate() is is_right


def test_a_number_has_no_more_decimals_than_allowed() -> None:
    assert not posted(component("number", decimalDigits=0), it="1.5").validate()


def test_a_date_is_three_numbers_and_kept_as_iso_text() -> None:
    form = posted(component("datetime"), **{"it-year": "2026", "it-month": "3", "it-day": "27"})
    assert form.validate()
    assert form.answers() == {"it": "2026-03-27"}


@pytest.mark.parametrize("day", ["31", "x", ""])
def test_a_day_that_no_calendar_has_is_refused_and_shown_again(day: str) -> None:
    form = posted(component("datetime"), **{"it-year": "2026", "it-month": "2", "it-day": day})
    assert not form.validate()
    again = bind(component("datetime"), kept=form.kept()).nodes[0].field
    assert again is not None
    assert again.parts == {"year": "2026", "month": "2", "day": day}  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_a_choice_keeps_the_options_own_value_and_refuses_others(kind: str) -> None:
    assert posted(component(kind, values=OPTIONS), it="2").answers() == {"it": 2}
    assert not posted(component(kind, values=OPTIONS), it="something else").validate()


def test_several_options_may_be_ticked() -> None:
    form = bind(component("checklist", values=OPTIONS), posted=MultiDict([("it", "a"), ("it", "2")]))
    assert form.validate()
    assert form.answers() == {"it": ["a", 2]}


def test_options_may_come_from_data() -> None:
    context = {"books": ["red", "blue"]}
    assert posted(component("select", valuesKey="books"), context=context, it="blue").answers() == {"it": "blue"}


HIDDEN = component("textfield", "note", conditional={"hide": '=it = "a"'}, validate={"required": True})


def test_a_hidden_question_is_neither_asked_nor_answered() -> None:
    form = posted(component("radio", values=OPTIONS), HIDDEN, it="a", note="typed before")
    assert form.validate()
    assert form.answers() == {"it": "a"}


def test_a_question_that_becomes_visible_is_asked() -> None:
    form = posted(component("radio", values=OPTIONS), HIDDEN, it="2")
    assert not form.validate()
    assert form.errors[0].target == "note"


def test_a_hidden_group_hides_what_it_holds() -> None:
    group = {"type": "group", "id": "g", "components": [component("textfield", "inner", validate={"required": True})],
             "conditional": {"hide": "=true"}}  # fmt: skip
    assert posted(group).validate()


def test_a_group_with_a_path_nests_its_answers() -> None:
    group = {"type": "group", "path": "address", "components": [component("textfield", "city")]}
    assert posted(group, **{"address.city": "Darkhan"}).answers() == {"address": {"city": "Darkhan"}}


def test_what_is_only_shown_is_taken_from_the_data_never_from_the_browser() -> None:
    fixed = component("textfield", "fixed", readonly=True)
    form = posted(fixed, component("textfield"), context={"fixed": "the truth"}, it="x", fixed="forged")
    assert form.unknown_names() == {"fixed"}
    assert form.answers() == {"it": "x"}
    assert form.nodes[0].field is not None
    assert form.nodes[0].field.value == "the truth"


LIST = {"type": "dynamiclist", "path": "owners", "label": "Owners", "validate": {"required": True},
        "components": [component("textfield", "name", validate={"required": True})]}  # fmt: skip


def test_the_rows_of_a_list_are_added_removed_and_answered_without_script() -> None:
    form = bind(LIST)
    assert len(form.nodes[0].rows) == 1
    form = posted(LIST, **{"owners-0": "row", "owners-0-name": "A"}).with_rows("add:owners")
    assert [row.name for row in form.nodes[0].rows] == ["owners-0", "owners-1"]
    form = posted(LIST, **{"owners-0": "row", "owners-0-name": "A", "owners-1": "row", "owners-1-name": "B"})
    assert form.validate()
    assert form.answers() == {"owners": [{"name": "A"}, {"name": "B"}]}
    assert form.with_rows("remove:owners-0").answers() == {"owners": [{"name": "B"}]}
    assert bind(LIST, kept=form.answers()).answers() == form.answers()


def test_each_row_is_checked_and_a_required_list_needs_one() -> None:
    assert [error.target for error in posted(LIST, **{"owners-3": "row"}).errors] == []
    form = posted(LIST, **{"owners-3": "row"})
    assert not form.validate()
    assert form.errors[0].target == "owners-3-name"
    assert not posted(LIST).validate()


def test_names_that_no_question_has_are_found() -> None:
    form = posted(component("textfield"), LIST, it="", role="manager", kept="t", **{"owners-0-name": "A"})
    assert form.unknown_names(beside={"kept"}) == {"role", "owners-0-name"}


@pytest.mark.parametrize("kind", ["iframe", "html", "expression", "documentPreview", "image", ""])
def test_components_that_cannot_be_shown_are_findings(kind: str) -> None:
    (finding,) = find_form_problems({"components": [{"type": kind, "id": "odd"}]})
    assert finding.component == "odd"
    assert "cannot be shown" in str(finding.text)


@pytest.mark.parametrize(
    "odd",
    [
        component("textfield", validate={"pattern": "(?=x)"}),
        component("textfield", conditional={"hide": "=1 +"}),
        {"type": "textfield", "label": "No key"},
        component("datetime", subtype="datetime"),
        {**LIST, "readonly": True},
    ],
)
def test_what_cannot_be_used_is_said_before_anybody_is_asked(odd: dict[str, Any]) -> None:
    with pytest.raises(FormSchemaError):
        read_form({"components": [odd]})


def test_texts_are_a_little_markdown_with_answers_as_text() -> None:
    text = {"type": "text", "text": "# Hello\n\n**{{name}}** [here](/follow) [there](javascript:x)\n\n- one\n- two"}
    html = str(bind(text, context={"name": "<b>Bold</b>"}).nodes[0].html)
    assert '<h2 class="govuk-heading-l">Hello</h2>' in html
    assert "<strong>&lt;b&gt;Bold&lt;/b&gt;</strong>" in html
    assert 'href="/follow"' in html
    assert "javascript:" in html
    assert 'href="javascript' not in html
    assert "<li>one</li><li>two</li>" in html


def test_a_table_shows_rows_of_data() -> None:
    table = {"type": "table", "dataSource": "=rows", "columns": [{"key": "n", "label": "N"}]}
    assert bind(table, context={"rows": [{"n": 1}, {"m": 2}]}).nodes[0].table == (("1",), ("",))


def test_every_kind_is_rendered_with_its_error_tied_to_it() -> None:
    required = {"validate": {"required": True}}
    form = posted(
        component("textfield", "a", **required),
        component("textarea", "b", **required),
        component("number", "c", **required),
        component("datetime", "d", **required),
        component("radio", "e", values=OPTIONS, **required),
        component("select", "f", values=OPTIONS, **required),
        component("checkbox", "g", **required),
        component("checklist", "h", values=OPTIONS, **required),
    )
    assert not form.validate()
    html = render_template_string(
        '{% from "forms/fields.html" import render_nodes %}{{ render_nodes(form.nodes) }}', form=form
    )
    for error in form.errors:
        assert f'id="{error.target}"' in html
    for key in "abcdefgh":
        assert f'id="{key}-error"' in html
        assert "aria-describedby=" in html


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {
            "text": st.none()
            | st.text(st.characters(exclude_categories=["C"]), min_size=1).map(str.strip).filter(bool),
            "number": st.none() | st.integers(-(10**12), 10**12) | st.decimals(-1000, 1000, places=2),
            "day": st.none() | st.dates().map(lambda day: day.isoformat()),
            "choice": st.sampled_from([None, "a", 2]),
            "ticked": st.booleans(),
        }
    )
)
def test_answers_survive_being_kept_and_shown_again(answers: dict[str, Any]) -> None:
    components = [
        component("textarea", "text"),
        component("number", "number"),
        component("datetime", "day"),
        component("radio", "choice", values=OPTIONS),
        component("checkbox", "ticked"),
    ]
    form = bind(*components, kept=answers)
    assert form.validate()
    assert form.answers() == answers
