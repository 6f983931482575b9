"""What `engine` gives, and what it does not read for it."""

import subprocess
import sys
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

import engine
from engine import doors

THEMES = [module.name for module in iter_modules(doors.__path__)]


def test_every_name_of_every_theme_is_given_and_is_of_one_theme_only() -> None:
    names: Counter[str] = Counter()
    for theme in THEMES:
        module = import_module(f"engine.doors.{theme}")
        names.update(module.__all__)
        for name in module.__all__:
            assert getattr(engine, name) is getattr(module, name)
    assert set(THEMES) == set(engine._THEMES)
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", ["nothing", "find_inbx", "__nothing__"])
def test_a_name_that_is_not_there_is_said_to_be_missing(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'engine' has no attribute '{name}'"):
        getattr(engine, name)


def test_values_are_given_without_reading_the_database_library() -> None:
    program = "import sys; from engine import InboxQuery, WorkItem; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
