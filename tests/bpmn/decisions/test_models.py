"""Types, data, knowledge models, services, imports and the files of other tools (DMN 1.5 §6, §7.3, §10.4)."""

from pathlib import Path

import pytest

from bpmn.decisions import DecisionResult, UnknownDecisionError, evaluate_decision, read_decision_file
from tests.bpmn.decisions.decision_files import clause, decided, decision, dmn, item, literal, model_of, needs, rule

PERSON = (
    '<itemDefinition name="tPerson"><itemComponent name="born"><typeRef>date</typeRef></itemComponent>'
    '<itemComponent name="seen at" isCollection="true"><typeRef>date and time</typeRef></itemComponent>'
    '<itemComponent name="home"><itemComponent name="since"><typeRef>years and months duration</typeRef>'
    "</itemComponent></itemComponent></itemDefinition>"
    '<itemDefinition name="tDays" isCollection="true"><typeRef>date</typeRef></itemDefinition>'
    '<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>'
)


def given(kind: str, value: object, text: str) -> DecisionResult:
    """Return what an expression makes of one input of that type."""
    return decided(PERSON + item("x", kind) + decision(literal(text), requires=needs(x="Input")), x=value)


@pytest.mark.parametrize(
    ("kind", "value", "text", "expected"),
    [
        ("date", "2026-05-01", "x.year", 2026),
        ("time", "10:30:00+08:00", "x.hour", 10),
        ("date and time", "2026-05-01T10:30:00@Asia/Ulaanbaatar", "x.timezone", "Asia/Ulaanbaatar"),
        ("date and time", "2026-05-01T10:30:00+08:00", "x.time offset", "PT8H"),
        ("days and time duration", "P1DT2H", "x.hours", 2),
        ("years and months duration", "P1Y2M", "x.months", 2),
        ("number", 0.1, "x + 0.2", 0.3),
        ("string", "2026-05-01", "x", "2026-05-01"),
        ("boolean", True, "not(x)", False),
        ("tPeople", [{"born": "2000-01-31", "seen at": [], "home": {"since": "P2Y"}}], "x[1].born.day", 31),
        (
            "tPerson",
            {"born": "2000-01-31", "seen at": ["2026-01-01T00:00:00Z"], "home": {"since": "P30M"}},
            "[x.seen at[1].year, x.home.since.years]",
            [2026, 2],
        ),
        ("tDays", "2026-05-01", "x[1].year", 2026),
        ("tDays", ["2026-05-01", "2027-05-01"], "x[2].year", 2027),
        ("date", ["2026-05-01"], "x.year", 2026),
        ("Any", None, "x = null", True),
        ("Any", {"a": [1, {"b": None}]}, "x.a[2]", {"b": None}),
    ],
)
def test_json_is_read_as_the_types_of_the_model_say(kind: str, value: object, text: str, expected: object) -> None:
    assert given(kind, value, text).result == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-05-01")', "2026-05-01"),
        ('time("10:30:00.5")', "10:30:00.5"),
        ('date and time("2026-05-01T10:30:00@Asia/Ulaanbaatar")', "2026-05-01T10:30:00@Asia/Ulaanbaatar"),
        ('date and time("2026-05-01T10:30:00+08:00")', "2026-05-01T10:30:00+08:00"),
        ('duration("PT36H")', "P1DT12H"),
        ('duration("P14M")', "P1Y2M"),
        ("[1..5)", "[1..5)"),
        ("function(a) a", None),
        ("1.50", 1.5),
        ("10 ** 20", 10**20),
        ("{a b: [1, null]}", {"a b": [1, None]}),
    ],
)
def test_results_are_written_as_json(text: str, expected: object) -> None:
    assert decided(decision(literal(text))).result == expected


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("date", "yesterday", False),
        ("number", "5", False),
        ("number", [5], True),
        ("tGrade", "A", True),
        ("tGrade", "D", False),
        ("tGrades", ["A", "B"], True),
        ("tGrades", ["A", "D"], False),
        ("tGrades", "A", True),
        ("tPair", [1, 2], True),
        ("tPair", [1, 2, 3], False),
        ("tTree", {"value": 1, "inner": [{"value": 2, "inner": []}]}, True),
        ("tTree", {"value": 1, "inner": [{"value": "2", "inner": []}]}, False),
        ("tTree", {"value": 1}, False),
        ("tSmall", 3, True),
        ("tSmall", 30, False),
    ],
)
def test_input_data_must_be_of_their_type(kind: str, value: object, *, fits: bool) -> None:
    kinds = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues>'
        "</itemDefinition>"
        '<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
        '<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef>'
        "<typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>"
        '<itemDefinition name="tTree"><itemComponent name="value"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="inner" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>'
        '<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>[0..10]</text></allowedValues>'
        "</itemDefinition>"
    )
    body = kinds + item("x", kind) + decision(literal("x != null"), requires=needs(x="Input"))
    result = decided(body, x=value)
    assert result.result is fits
    assert bool(result.errors) is not fits


def test_a_type_that_is_made_of_itself_lets_any_value_pass() -> None:
    circle = "".join(
        f'<itemDefinition name="{one}"><typeRef>{other}</typeRef></itemDefinition>' for one, other in ("ab", "ba")
    )
    assert decided(circle + item("x", "a") + decision(literal("x"), requires=needs(x="Input")), x=5).result == 5


MODELS = (
    '<businessKnowledgeModel id="f" name="fee of"><variable name="fee of"/><encapsulatedLogic>'
    '<formalParameter name="kind" typeRef="string"/><formalParameter name="since" typeRef="date"/>'
    f"<decisionTable>{clause('kind')}{clause('since.year')}<output/>{rule(['&quot;LLC&quot;', '> 2000'], ['44'])}"
    f"{rule(['-', '-'], ['0'])}".replace("<decisionTable>", '<decisionTable hitPolicy="FIRST">')
    + "</decisionTable></encapsulatedLogic></businessKnowledgeModel>"
)


@pytest.mark.parametrize(
    "text",
    ['fee of("LLC", date("2020-01-01"))', 'fee of(since: date("2020-01-01"), kind: "LLC")'],
)
def test_a_knowledge_model_is_called_as_a_function(text: str) -> None:
    assert decided(MODELS + decision(literal(text), requires=needs(f="Knowledge"))).result == 44


def test_a_knowledge_model_is_called_by_its_name_with_the_data() -> None:
    result = decided(MODELS, "fee of", kind="LLC", since="2020-01-01")
    assert result.result == 44
    assert [rule.decision for rule in result.rules] == ["f"]


def test_a_decision_sees_only_what_it_requires() -> None:
    body = item("a") + item("b") + decision(literal("[a, b]"), requires=needs(a="Input"))
    assert decided(body, a=1, b=2).result == [1, None]


FUNCTIONS = (
    '<itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/>'
    "</functionItem></itemDefinition>"
)


@pytest.mark.parametrize("kind", ["tFunction", "number"])
@pytest.mark.parametrize(("text", "expected"), [("n", 5), ("[n]", 5), ("string(n)", None), ("[n, n]", None)])
def test_what_a_knowledge_model_gives_must_be_of_its_type(kind: str, text: str, expected: object) -> None:
    logic = f'<encapsulatedLogic><formalParameter name="n" typeRef="number"/>{literal(text)}</encapsulatedLogic>'
    knowledge = (
        f'<businessKnowledgeModel id="f" name="f"><variable name="f" typeRef="{kind}"/>{logic}</businessKnowledgeModel>'
    )
    result = decided(FUNCTIONS + knowledge + decision(literal("f(5)"), requires=needs(f="Knowledge")))
    assert result.result == expected
    assert bool(result.errors) is (expected is None)


@pytest.mark.parametrize(("kind", "expected"), [("number", 5), ("string", None), ("Any", 5), ("tFunction", 5)])
def test_what_a_service_gives_must_be_of_its_type(kind: str, expected: object) -> None:
    variable = f'<variable name="S" typeRef="{kind}"/>'
    service = f'<decisionService id="s" name="S">{variable}<outputDecision href="#D"/></decisionService>'
    assert decided(FUNCTIONS + service + decision(literal("5")), "S").result == expected


@pytest.mark.parametrize(("text", "fits"), [("function(a) a", True), ("function(a, b) a", False), ("5", False)])
def test_a_function_must_take_as_many_parameters_as_its_type_says(text: str, *, fits: bool) -> None:
    body = (
        FUNCTIONS
        + decision(literal(text), "F", kind="tFunction")
        + decision(literal("F(1)"), requires=needs(F="Decision"))
    )
    assert decided(body).result == (1 if fits else None)


SERVICE = (
    item("a", "date")
    + item("b")
    + decision(literal("a.year + E"), "D", requires=needs(a="Input", E="Decision"))
    + decision(literal("b * 10"), "E", requires=needs(b="Input"))
    + '<decisionService id="s" name="S"><outputDecision href="#D"/><encapsulatedDecision href="#E"/>'
    '<inputData href="#a"/><inputData href="#b"/></decisionService>'
    '<decisionService id="t" name="T"><outputDecision href="#D"/><inputDecision href="#E"/><inputData href="#a"/>'
    "</decisionService>"
    '<decisionService id="u" name="U"><outputDecision href="#D"/><outputDecision href="#E"/><inputData href="#a"/>'
    '<inputData href="#b"/></decisionService>'
)


@pytest.mark.parametrize(
    ("service", "data", "expected"),
    [
        ("S", {"a": "2026-01-01", "b": 1}, 2036),
        ("T", {"a": "2026-01-01", "E": 1}, 2027),
        ("U", {"a": "2026-01-01", "b": 1}, {"D": 2036, "E": 10}),
    ],
)
def test_a_service_is_called_by_its_name_with_the_data(service: str, data: dict[str, object], expected: object) -> None:
    assert decided(SERVICE, service, **data).result == expected


@pytest.mark.parametrize(
    "text",
    ['T(date("2026-01-01"), 1)', 'T(E: 1, a: date("2026-01-01"))', "T(a, 1)"],
)
def test_a_service_is_called_as_a_function_of_its_input_data_then_its_input_decisions(text: str) -> None:
    body = SERVICE + decision(literal(text), "X", requires=needs(t="Knowledge", a="Input"))
    assert decided(body, "X", a="2026-01-01").result == 2027


def test_a_required_decision_is_made_unless_the_data_may_stand_for_it() -> None:
    model = model_of(SERVICE)
    data = {"a": "2026-01-01", "b": 1, "E": 0}
    assert evaluate_decision(model, "D", data).result == 2036
    assert evaluate_decision(model, "D", data, takes_decisions=True).result == 2026


def test_a_circle_of_requirements_is_null_and_says_so() -> None:
    body = decision(literal("E"), requires=needs(E="Decision")) + decision(
        literal("D"), "E", requires=needs(D="Decision")
    )
    result = decided(body)
    assert result.result is None
    assert "D depends on itself." in [str(error) for error in result.errors]


def test_input_data_cannot_be_decided() -> None:
    with pytest.raises(UnknownDecisionError):
        decided(item("x"), "x")


def test_of_two_elements_of_one_name_the_decision_is_meant() -> None:
    logic = f"<encapsulatedLogic>{literal('1')}</encapsulatedLogic>"
    knowledge = f'<businessKnowledgeModel id="k" name="D">{logic}</businessKnowledgeModel>'
    assert decided(knowledge + decision(literal("2"))).result == 2


def folder(where: Path, **files: str) -> Path:
    for name, text in files.items():
        (where / f"{name}.dmn").write_text(text)
    return where


def imported(name: str, namespace: str) -> str:
    return f'<import name="{name}" namespace="{namespace}" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


def made(path: Path, wanted: str, **data: object) -> DecisionResult:
    model, imports = read_decision_file(path)
    return evaluate_decision(model, wanted, data, imports=imports)


TYPES = '<itemDefinition name="tDay"><typeRef>date</typeRef></itemDefinition>'


def test_what_is_imported_is_seen_under_the_name_of_the_import(tmp_path: Path) -> None:
    base = dmn(
        TYPES + item("day", "tDay") + decision(literal("day.year"), "D", requires=needs(day="Input")), namespace="urn:b"
    )
    main = dmn(
        imported("base", "urn:b")
        + item("day", "base.tDay")
        + decision(
            literal("[base.D, base.day.month, day.day]"),
            "M",
            requires=needs(day="Input")
            + needs(x="Decision").replace("#x", "urn:b#D")
            + needs(x="Input").replace("#x", "urn:b#day"),
        )
    )
    where = folder(tmp_path, base=base, main=main)
    assert made(where / "main.dmn", "M", day="2026-03-04").result == [2026, 3, 4]
    assert made(where / "main.dmn", "base.D", day="2026-03-04").result == 2026


def test_input_data_of_an_import_may_be_given_under_its_name(tmp_path: Path) -> None:
    base = dmn(item("n", "number"), namespace="urn:b")
    main = dmn(
        imported("base", "urn:b") + decision(literal("base.n"), "M", requires=needs(n="Input").replace("#n", "urn:b#n"))
    )
    where = folder(tmp_path, base=base, main=main)
    data: tuple[dict[str, object], ...] = ({"n": 5}, {"base": {"n": 5}}, {"base.n": 5})
    assert [made(where / "main.dmn", "M", **one).result for one in data] == [5, 5, 5]


def test_elements_of_one_name_in_two_imports_are_told_apart(tmp_path: Path) -> None:
    requires = "".join(needs(x="Decision").replace("#x", f"urn:{one}#D") for one in "bc")
    where = folder(
        tmp_path,
        b=dmn(decision(literal("1")), namespace="urn:b"),
        c=dmn(decision(literal("2")), namespace="urn:c"),
        main=dmn(
            imported("b", "urn:b") + imported("c", "urn:c") + decision(literal("[b.D, c.D]"), "M", requires=requires)
        ),
    )
    assert made(where / "main.dmn", "M").result == [1, 2]


def test_imports_go_on_from_file_to_file(tmp_path: Path) -> None:
    knowledge = (
        f'<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n"/>{literal("n * 2")}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )
    middle = decision(literal("c.f(4)"), "D", requires=needs(f="Knowledge").replace("#f", "urn:c#f"))
    where = folder(
        tmp_path,
        c=dmn(knowledge, namespace="urn:c"),
        b=dmn(imported("c", "urn:c") + middle, namespace="urn:b"),
        main=dmn(
            imported("b", "urn:b")
            + decision(literal("b.D + 1"), "M", requires=needs(D="Decision").replace("#D", "urn:b#D"))
        ),
    )
    assert made(where / "main.dmn", "M").result == 9


def test_an_import_without_a_name_puts_its_elements_beside_the_files_own(tmp_path: Path) -> None:
    requires = needs(D="Decision").replace("#D", "urn:b#D") + needs(x="Input")
    where = folder(
        tmp_path,
        b=dmn(TYPES + decision(literal("1")), namespace="urn:b"),
        c=dmn('<itemDefinition name="tN"><typeRef>number</typeRef></itemDefinition>', namespace="urn:c"),
        main=dmn(
            imported("", "urn:b")
            + imported("", "urn:c")
            + item("x", "tDay")
            + decision(literal("D + x.year"), "M", kind="tN", requires=requires)
        ),
    )
    assert made(where / "main.dmn", "M", x="2026-01-01").result == 2027


def test_of_two_files_of_one_namespace_the_one_that_the_import_names_is_taken(tmp_path: Path) -> None:
    where = folder(
        tmp_path,
        a=dmn(decision(literal("1")), namespace="urn:b"),
        b=dmn(decision(literal("2")), namespace="urn:b"),
        main=dmn(
            imported("b", "urn:b").replace("<import", '<import locationURI="folder/b.dmn"')
            + decision(literal("b.D"), "M", requires=needs(D="Decision").replace("#D", "urn:b#D"))
        ),
    )
    assert made(where / "main.dmn", "M").result == 2


def test_files_that_import_each_other_are_read(tmp_path: Path) -> None:
    where = folder(
        tmp_path,
        a=dmn(
            imported("b", "urn:b")
            + decision(literal("b.D"), "A", requires=needs(D="Decision").replace("#D", "urn:b#D")),
            namespace="urn:a",
        ),
        b=dmn(imported("a", "urn:a") + decision(literal("1")), namespace="urn:b"),
    )
    assert made(where / "a.dmn", "A").result == 1


def test_an_import_that_is_missing_is_null_and_no_failure(tmp_path: Path) -> None:
    where = folder(tmp_path, main=dmn(imported("b", "urn:b") + item("x", "b.tN") + decision(literal("b.D"), "M")))
    assert made(where / "main.dmn", "M").result is None


VERSIONS = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_of_the_standard_is_read(version: str) -> None:
    body = item("x", "feel:number") + decision(literal("x + 1"), kind="feel:number", requires=needs(x="Input"))
    model = model_of(body, dialect=version, attributes='xmlns:feel="http://www.omg.org/spec/FEEL/20140401"')
    assert evaluate_decision(model, "D", {"x": 1}).result == 2


def test_a_type_may_be_named_with_the_prefix_of_its_file() -> None:
    body = TYPES + item("x", "my:tDay") + decision(literal("x.year"), requires=needs(x="Input"))
    model = model_of(body, dialect=VERSIONS[0], attributes='xmlns:my="urn:m"')
    assert evaluate_decision(model, "D", {"x": "2026-01-01"}).result == 2026


CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/dmn"'


def camunda(table: str, name: str = "D", requires: str = "") -> str:
    return f'<decision id="{name.lower()}" name="{name}">{requires}<decisionTable>{table}</decisionTable></decision>'


def test_a_table_without_stated_inputs_takes_the_data_and_the_types_of_its_columns() -> None:
    table = clause("since", "date") + "<output name='o' typeRef='long'/>" + rule(['>= date("2020-01-01")'], ["1"])
    model = model_of(camunda(table), dialect=VERSIONS[0], attributes=CAMUNDA)
    assert evaluate_decision(model, "D", {"since": "2026-01-01"}).result == 1
    assert evaluate_decision(model, "d", {"since": "2016-01-01"}).result is None


@pytest.mark.parametrize("kind", ["integer", "long", "double", "string", "boolean", "date", "short"])
def test_the_types_of_other_tools_are_understood(kind: str) -> None:
    value: object = {"string": "a", "boolean": True, "date": "2026-01-01"}.get(kind, 5)
    table = clause("n", kind) + "<output name='o'/>" + rule(["-"], ["n"])
    assert evaluate_decision(model_of(camunda(table), attributes=CAMUNDA), "D", {"n": value}).result == value


def test_a_cell_may_call_its_value_by_the_columns_own_variable() -> None:
    column = clause("n").replace("<input>", '<input camunda:inputVariable="amount">')
    table = column + "<output name='o'/>" + rule(["amount > 5"], ["amount * 2"])
    assert evaluate_decision(model_of(camunda(table), attributes=CAMUNDA), "D", {"n": 6}).result == 12


def test_cells_in_juel_are_run() -> None:
    table = clause("n") + "<output name='o'/>" + rule(["${cellInput > 5}"], ["${n + 1}"])
    assert evaluate_decision(model_of(camunda(table), attributes=CAMUNDA), "D", {"n": 6}).result == 7


def test_results_of_a_required_table_are_known_by_its_id_and_its_outputs() -> None:
    first = camunda(clause("n") + "<output name='season'/>" + rule(["> 20"], ['"summer"']), "First")
    two = "<output name='a'/><output name='b'/>"
    both = camunda(clause("n") + two + rule(["-"], ["1", "2"]), "Both")
    requires = needs(first="Decision", both="Decision")
    last = camunda(
        clause("season") + "<output name='o'/>" + rule(['"summer"'], ["[season, first, a, both.b]"]), "Last", requires
    )
    model = model_of(first + both + last, dialect=VERSIONS[0], attributes=CAMUNDA)
    result = evaluate_decision(model, "Last", {"n": 30, "season": "old"})
    assert result.result == ["summer", "summer", 1, 2]


def test_a_variable_named_otherwise_is_a_further_name() -> None:
    body = (
        '<inputData id="i" name="Age"><variable name="age"/></inputData>'
        f'<decision id="e" name="Next age"><variable name="next"/>{needs(i="Input")}{literal("age + Age + 1")}'
        "</decision>"
    ) + decision(literal("[next, Next age, e]"), requires=needs(e="Decision"))
    assert decided(body, Age=1).result == [3, 3, 3]
    assert decided(body, age=1).result == [3, 3, 3]
