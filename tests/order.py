"""Which files go first, and which tests are not looked at for coverage.

Workers take whole files. A long file that comes last keeps one worker busy while the others have nothing left to do, so
that the longest come first, and of the rest those with the most tests.

To note each line that runs takes a third of the time of what it is noted for. A test that runs once on SQLite and once
on PostgreSQL runs the same lines twice but for the few that are for one of the two; those for PostgreSQL alone have
tests that run on nothing else.
"""

from collections import Counter
from pathlib import Path

import pytest

__all__ = ["pytest_collection_modifyitems"]

_HERE = Path(__file__).parent
# In seconds of one processor, more than ten; or they wait for processes, for a browser or for what they have killed.
_LONG = (
    "engine/test_crash.py",
    "engine/reliability/test_kills.py",
    "engine/test_kill.py",
    "engine/documents/test_crash.py",
    "cli/test_killed_programs.py",
    "cli/test_installation.py",
    "browser/test_journeys.py",
    "browser/test_restart.py",
    "browser/test_pictures.py",
    "cli/test_analysis.py",
    "cli/test_redesign.py",
    "engine/store/test_releases.py",
    "analysis/pages/test_pages.py",
    "analysis/report/test_report.py",
    "analysis/report/test_pdf.py",
    "analysis/report/test_xlsx.py",
    "analysis/simulation/test_truth.py",
    "analysis/simulation/test_interpreted.py",
    "analysis/comparison/test_compare.py",
    "analysis/redesign/test_search.py",
    "bpmn/reading/test_document.py",
    "bpmn/decisions/test_table_checks.py",
    "engine/certificates/test_register.py",
    "engine/commands/test_inboxes.py",
    "webui/test_papers.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests_of = Counter(item.path for item in items)
    places = {_HERE / name: place for place, name in enumerate(_LONG)}
    items.sort(key=lambda item: (places.get(item.path, len(places)), -tests_of[item.path]))
    for item in items:
        if _is_second_of_two(item):
            item.add_marker("no_cover")


def _is_second_of_two(item: pytest.Item) -> bool:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return any(isinstance(value, str) and value == "postgresql" for value in given.values())
