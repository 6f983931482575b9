"""The compiled kernel is kept as an object file and loaded without the compiler."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import analysis.simulation.recording  # noqa: F401 - with it all entries are known, whatever ran before
from analysis.simulation import keeping
from analysis.simulation.compiling import ENTRIES
from analysis.simulation.entries import replicate
from analysis.simulation.keeping import compile_and_keep, file_of_kernel, kept_kernel, state_of_kept
from analysis.simulation.layouts import Layout, bits_of
from analysis.simulation.overtaking import tell_prioritisation
from analysis.simulation.sampling import sample_arrivals
from analysis.simulation.tables import LAW, State, Tables

ROOT = Path(__file__).resolve().parents[3]
# What a small simulation has no use for: each takes longer to import than a hundred cases to simulate.
UNUSED = {
    "numba",
    "polars",
    "scipy",
    "networkx",
    "pandas",
    "holidays",
    "concurrent.futures",
    "multiprocessing",
    "asyncio",
}
UNUSED |= {"logging", "subprocess", "tempfile", "zipfile", "socket", "ssl", "email", "http", "urllib.request", "xml"}
UNUSED |= {"importlib.metadata", "importlib.resources", "jsonschema", "sqlalchemy", "flask", "babel", "hypothesis"}
UNUSED |= {"analysis.bottlenecks", "analysis.comparison", "analysis.mining", "analysis.redesign", "analysis.report"}
UNUSED |= {"analysis.structure", "analysis.pages", "bpmn.check", "bpmn.picture", "bpmn.soundness", "bpmn.writing"}
UNUSED |= {"analysis.simulation.kernel", "analysis.simulation.compiler"}
UNUSED |= {"llvmlite"} if sys.platform == "linux" and os.uname().machine == "x86_64" else set()
RUN = """
import sys
if sys.argv[2:]:
    import analysis.simulation.loading as loading
    def placed(made):
        raise loading.UnplaceableError
    loading.placed = placed
from analysis.simulation import compile_simulation, simulate
from analysis.log import write_log
from pathlib import Path
from analysis.scenario import Scenario
from tests.analysis.models import line
result = simulate(compile_simulation(line("A", "B"), Scenario()), cases=50, replications=1, keep_log=True)
write_log(result.log, Path(sys.argv[1]))
print(*sorted(sys.modules))
print(result.per_replication["cycle_time"].tobytes().hex())
"""


def run(target: Path, cache: Path | None = None, *, by_llvm: bool = False) -> tuple[str, ...]:
    """Return what a process of its own prints that simulates and writes a log."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0", "PYTHONPATH": str(ROOT)}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    command = [sys.executable, "-c", RUN, str(target), *(["by LLVM"] if by_llvm else [])]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tuple(done.stdout.splitlines())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep kernels in a folder of the test's own; give the file of this version's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = file_of_kernel()
    assert path is not None
    return path


def test_a_simulation_with_a_kept_kernel_imports_no_compiler_and_nothing_else_that_it_has_no_use_for(
    tmp_path: Path,
) -> None:
    run(tmp_path / "first.csv")  # compiles, where nobody has
    imported, _ = run(tmp_path / "second.csv")
    assert not UNUSED & set(imported.split())
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()


def test_a_kernel_gives_the_same_bytes_whoever_loads_it(tmp_path: Path) -> None:
    _, placed = run(tmp_path / "placed.csv")
    imported, loaded = run(tmp_path / "loaded.csv", by_llvm=True)
    assert "llvmlite.binding" in imported.split()
    assert placed == loaded
    assert (tmp_path / "placed.csv").read_bytes() == (tmp_path / "loaded.csv").read_bytes()


def test_a_damaged_kernel_is_noticed(elsewhere: Path) -> None:
    assert state_of_kept() == "missing"
    assert kept_kernel() is None
    keeping.keep(b"an object file")
    assert state_of_kept() == "kept"
    assert kept_kernel() == b"an object file"
    good = elsewhere.read_bytes()
    for damaged in (good[:-1], good[:30] + b"x" + good[31:], b"", b"another file"):
        elsewhere.write_bytes(damaged)
        assert state_of_kept() == "damaged"
        assert kept_kernel() is None


@pytest.mark.nightly
def test_it_is_compiled_again_and_the_same_sources_give_the_same_object(tmp_path: Path, elsewhere: Path) -> None:
    whole = compile_and_keep()
    elsewhere.write_bytes(b"damaged")
    assert run(tmp_path / "log.csv", tmp_path / "cache")[1] == run(tmp_path / "other.csv")[1]
    assert kept_kernel() == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_a_folder_that_others_may_write_into_keeps_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, spare = tmp_path / "cache" / "ortoo", tmp_path / "spare"
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    spare.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    path = file_of_kernel()
    assert path is not None
    assert path.is_relative_to(spare)


def test_every_array_that_the_kernel_is_handed_has_a_declared_layout() -> None:
    assert {entry.symbol for entry in ENTRIES} >= {"ortoo_replicate", "ortoo_fill", "ortoo_write_rows"}
    kinds = {kind for entry in ENTRIES for kind in entry.kinds if not isinstance(kind, Layout)}
    assert {Tables, State} <= kinds
    assert all((sample_arrivals, replicate, tell_prioritisation))


@pytest.mark.parametrize(
    "array",
    [np.zeros(3, dtype=np.int64), np.zeros((3, 3)), np.zeros(6)[::2], np.zeros(3, dtype=LAW)],
    ids=["other numbers", "other dimensions", "with gaps", "records"],
)
def test_an_array_that_lies_otherwise_never_reaches_the_compiled_code(array: np.ndarray) -> None:
    with pytest.raises(TypeError, match="contiguous array of float64"):
        bits_of((array,), (Layout(np.dtype(np.float64)),))
