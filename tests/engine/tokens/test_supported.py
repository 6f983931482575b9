import pytest

from bpmn.check.executable import RUNNABLE
from engine.errors import NotExecutableError
from engine.tokens import compile_process
from engine.tokens.supported import SUPPORTED
from tests.engine.tokens.diagrams import model


def test_what_checking_lets_pass_the_engine_runs() -> None:
    assert RUNNABLE <= SUPPORTED


def test_the_empty_inside_of_a_pool_is_refused_with_a_sentence() -> None:
    pool = '<collaboration id="c"><participant id="a" processRef="q"/></collaboration><process id="q"/>'
    with pytest.raises(NotExecutableError, match="nothing to run"):
        compile_process(model('<startEvent id="s"/>', more=pool), "q")
