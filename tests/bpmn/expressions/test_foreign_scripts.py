"""Small Groovy, JavaScript and Java scripts as statements of ours."""

from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.errors import UnreadableFileError
from bpmn.expressions import Language, compile_script
from bpmn.expressions.foreign_scripts import translate_script
from bpmn.model import Task


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("a = 2", "a = 2"),
        ("a = 2; b = a * 3;", "a = 2\nb = a * 3"),
        ('execution.setVariable("x", "foo")', 'x = "foo"'),
        ("execution.setVariable('ok', x >= 5 && !late)", "ok = x >= 5 and not late"),
        ('x = execution.getVariable("y") + 1', "x = y + 1"),
        ("x++", "x += 1"),
        ("done = true // at last", "done = True"),
        ('url = "http://a/b" // not a comment', 'url = "http://a/b"'),
        ('println("Hello world")', "pass"),
        ('System.out.println("a" + b);\nc = null', "c = None"),
        ('/* nothing\nto do */ out:println "x";', "pass"),
        ('throw new org.flowable.engine.delegate.BpmnError("123");', 'raise BpmnError("123")'),
        ("list = [1, 2, 3]", "list = [1, 2, 3]"),
        ('def y = x + 1\nexecution.setVariable("y", y * 2)', "y = (x + 1) * 2"),
    ],
)
def test_what_means_the_same_is_translated(source: str, meant: str) -> None:
    assert translate_script(source, "groovy") == meant
    compile_script(meant, Language.PYTHON)


@pytest.mark.parametrize(
    "source",
    [
        "def x = 1\nreturn x",
        "var x = 1; x = 2",
        "x = new Date()",
        "x = a.b()",
        'x = "Hello ${name}"',
        "execution.getProcessInstance()",
        "if (a) { b = 1 }",
        "x = y as int",
        "x = a -> a",
        "import java.io.File",
        'x = "a".execute()',
        "x = this.class",
    ],
)
def test_what_says_more_is_left_alone(source: str) -> None:
    assert translate_script(source, "groovy") is None


def test_other_languages_are_left_alone() -> None:
    assert translate_script("a = 2", "ruby") is None


@pytest.mark.corpora
def test_every_translated_script_of_the_sample_files_compiles(corpora: Path) -> None:
    translated = 0
    for path in sorted(corpora.glob("*/*.bpmn*")):
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except UnreadableFileError:
            continue
        for note in model.notes:
            if note.rule == "script-translated":
                task = model.nodes[note.element or ""]
                assert isinstance(task, Task)
                assert task.script is not None
                compile_script(task.script.text, Language.PYTHON)
                translated += 1
    assert translated > 10
