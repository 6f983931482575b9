from pathlib import Path

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


def test_decide_names_an_unknown_decision(ortoo: Ortoo) -> None:
    outcome = ortoo("decide", str(DECISION), "--decision", "nothing")
    assert outcome.code == 1
    assert "nothing" in outcome.err
