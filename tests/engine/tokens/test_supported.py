from bpmn.check.executable import RUNNABLE
from engine.tokens.supported import SUPPORTED


def test_what_checking_lets_pass_the_engine_runs() -> None:
    assert RUNNABLE <= SUPPORTED
