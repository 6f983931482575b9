from pathlib import Path

from tests.bpmn.decisions.tables import decision_table
from tests.cli.conftest import Ortoo

DECISION = Path(__file__).resolve().parents[2] / "processes/company-registration/decisions/eligibility.dmn"


def test_eval_prints_the_value_as_json(ortoo: Ortoo) -> None:
    outcome = ortoo("eval", "if amount > 100 then {tax: amount * 0.1} else null", "--data", '{"amount": 250}')
    assert outcome.code == 0
    assert outcome.json == {"tax": 25}


def test_eval_says_why_a_value_is_null(ortoo: Ortoo) -> None:
    outcome = ortoo("eval", "1 + nothing")
    assert outcome.json is None
    assert "nothing" in outcome.err


def test_eval_points_at_a_mistake(ortoo: Ortoo) -> None:
    outcome = ortoo("eval", "1 +")
    assert outcome.code == 1
    assert outcome.err.strip()
    assert "Traceback" not in outcome.err


def test_eval_speaks_the_other_languages(ortoo: Ortoo) -> None:
    assert ortoo("eval", "${a == 1 ? 'one' : 'more'}", "--data", '{"a": 1}', "--language", "juel").json == "one"
    assert ortoo("eval", "len(a) + 1", "--data", '{"a": [1, 2]}', "--language", "python").json == 3


def test_decide_gives_result_and_rules(ortoo: Ortoo) -> None:
    data = (
        '{"name_taken": false, "founder_found": true, "founder_age": 40, "address_found": true, "tax_debt_mnt": 0, '
        '"charter": "own", "activity": "trade"}'
    )
    outcome = ortoo("decide", str(DECISION), "--data", data, "--explain", "--json")
    assert outcome.code == 0
    assert outcome.json["result"] == {"outcome": "review", "reason": "own-charter"}
    assert [rule["rule"] for rule in outcome.json["rules"]] == [6]


def test_decide_explains_in_json_and_in_words(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "d.dmn"
    file.write_bytes(decision_table([("age", "number", "")], [(["< 18"], "1"), ([">= 18"], "2")]))
    told = ortoo("decide", str(file), "--data", '{"age": 20}', "--explain", "--json").json
    assert (told["result"], told["errors"], told["notes"]) == (2, [], [])
    assert told["made"][0] == {"kind": "input", "id": "iage", "name": "age", "value": 20}
    assert told["tables"][0]["rules"][0]["refused"] == [{"input": "age", "test": "< 18", "value": 20}]
    words = ortoo("decide", str(file), "--data", '{"age": 20}', "--explain").out
    assert "Rule 2 fired and gave 2." in words
    assert "Rule 1 did not fire: age = 20 does not pass < 18." in words


def test_decide_keeps_every_digit_of_a_number(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "d.dmn"
    file.write_bytes(decision_table([("age", "number", "")], [(["-"], "age / 3")]))
    out = ortoo("decide", str(file), "--data", '{"age": 1.00000000000000000000001}', "--json").out
    assert '"result": 0.3333333333333333333333366666666667' in out


def test_decide_takes_the_result_of_a_required_decision_from_the_data(ortoo: Ortoo, tmp_path: Path) -> None:
    file = tmp_path / "d.dmn"
    more = (
        '<decision id="E" name="E"><variable name="E"/><informationRequirement><requiredDecision href="#D"/>'
        "</informationRequirement><literalExpression><text>D + 1</text></literalExpression></decision></definitions>"
    )
    table = decision_table([("age", "number", "")], [(["-"], "age")]).decode()
    file.write_text(table.replace("</definitions>", more))
    assert ortoo("decide", str(file), "--data", '{"age": 1}', "--json").json["result"] == 2
    assert ortoo("decide", str(file), "--data", '{"D": 41}', "--json").json == {"result": 42, "errors": [], "rules": []}


def test_decide_names_an_unknown_decision(ortoo: Ortoo) -> None:
    outcome = ortoo("decide", str(DECISION), "--decision", "nothing")
    assert outcome.code == 1
    assert "nothing" in outcome.err


def test_data_may_be_a_context_of_feel_which_has_dates(ortoo: Ortoo, tmp_path: Path) -> None:
    file, data = tmp_path / "d.dmn", tmp_path / "data.feel"
    file.write_bytes(decision_table([("since", "Any", "")], [(["-"], "day of year(since)")]))
    data.write_text('{since: @"2019-09-17"}')
    for given in ('{since: @"2019-09-17"}', f"@{data}"):
        assert ortoo("decide", str(file), "--data", given, "--json").json["result"] == 260
    assert ortoo("decide", str(file), "--data", '{"since": "2019-09-17"}', "--json").json["result"] is None
    assert ortoo("eval", "since.year", "--data", '{since: date("2019-09-17")}').json == 2019


def test_data_that_are_neither_json_nor_feel_are_refused_in_a_sentence(ortoo: Ortoo) -> None:
    for given in ("{a: ", "[1]", "{a: nothing}", "5", "@/nowhere/at/all"):
        outcome = ortoo("eval", "a", "--data", given)
        assert outcome.code != 0
        assert "Traceback" not in outcome.err
        assert outcome.err.strip()
