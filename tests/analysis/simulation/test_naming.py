"""A compiled kernel belongs to its sources, to what compiled it and to the processor, and to nothing else."""

from pathlib import Path

import pytest

from analysis.errors import SimulationError
from analysis.simulation import keeping, naming
from analysis.simulation.keeping import compile_and_keep, file_of_kernel
from analysis.simulation.naming import kernel_name

PROCESSOR = b"""processor\t: 0
vendor_id\t: GenuineIntel
model name\t: Intel(R) Xeon(R) Processor
cpu MHz\t\t: 2300.000
flags\t\t: fpu sse2 avx2

processor\t: 1
flags\t\t: none
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with sources of the test's own."""
    (tmp_path / "kernel.py").write_text("one = 1\n")
    monkeypatch.setattr(naming, "_ROOM", tmp_path)
    return tmp_path


@pytest.fixture
def processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that says what the processor is."""
    path = tmp_path / "cpuinfo"
    path.write_bytes(PROCESSOR)
    monkeypatch.setattr(naming, "_PROCESSOR", path)
    return path


def test_other_sources_are_another_kernel(sources: Path) -> None:
    first = kernel_name()
    assert kernel_name() == first
    (sources / "kernel.py").write_text("one = 2\n")
    second = kernel_name()
    (sources / "kernel.py").write_text("one = 1\n")
    (sources / "more.py").write_text("")
    third = kernel_name()
    (sources / "more.py").unlink()
    assert len({first, second, third}) == 3
    assert kernel_name() == first


@pytest.mark.usefixtures("sources")
def test_so_is_another_processor_but_not_one_that_runs_faster_for_a_while(processor: Path) -> None:
    first = kernel_name()
    processor.write_bytes(PROCESSOR.replace(b"2300.000", b"3100.5"))
    assert kernel_name() == first
    processor.write_bytes(PROCESSOR.replace(b": none", b": avx512f"))
    assert kernel_name() == first
    for change in ((b"avx2", b"avx512f"), (b"Xeon", b"Core"), (b"vendor_id\t: GenuineIntel\n", b"")):
        processor.write_bytes(PROCESSOR.replace(*change))
        assert kernel_name() != first


@pytest.mark.usefixtures("sources")
def test_where_nobody_says_what_the_processor_can_do_llvm_is_asked(processor: Path) -> None:
    said = set()
    for content in (PROCESSOR.replace(b"flags", b"bugs"), b"", None):
        processor.unlink() if content is None else processor.write_bytes(content)
        said.add(kernel_name())
    assert len(said) == 1
    assert naming._processor() is None


def test_a_kernel_whose_sources_were_replaced_while_it_was_compiled_is_neither_kept_nor_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = file_of_kernel()
    assert path is not None
    room = tmp_path / "sources"
    room.mkdir()
    (room / "kernel.py").write_text("half = 1\n")

    def compiled() -> bytes:
        monkeypatch.setattr(naming, "_ROOM", room)
        return b"half of each"

    monkeypatch.setattr(keeping, "_compiled", compiled)
    with pytest.raises(SimulationError, match="updated"):
        compile_and_keep()
    assert not any(path.parent.iterdir())
    monkeypatch.undo()


def test_one_whose_sources_stayed_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(keeping, "_compiled", lambda: b"whole")
    assert compile_and_keep() == b"whole"
    assert keeping.kept_kernel() == b"whole"
