"""Files of other kinds are named by their first bytes."""

import bz2
import gzip
import io
import lzma
import zipfile

import pytest

from bpmn import read_model
from bpmn.errors import UnreadableFileError
from bpmn.signatures import kind_by_signature


def zip_archive(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.bpmn", content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zip_archive(b"<definitions/>" + b" " * 20_000_000), "is a ZIP archive. Unpack it"),
        (gzip.compress(b" " * 20_000_000), "is a gzip archive. Unpack it"),
        (bz2.compress(b"x"), "is a bzip2 archive. Unpack it"),
        (lzma.compress(b"x"), "is an xz archive. Unpack it"),
        (b"%PDF-1.7 ...", "is a PDF document, not BPMN 2.0"),
        (b"\x89PNG\r\n", "is a PNG picture, not BPMN 2.0"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a Microsoft Office or Visio document, not BPMN 2.0"),
    ],
)
def test_files_that_are_no_text_are_named_and_never_unpacked(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_model(data, source_name="model.bpmn")
    assert says in str(caught.value)
    assert "архив" in caught.value.into("mn") or "BPMN 2.0" in caught.value.into("mn")


def test_text_has_no_signature() -> None:
    assert kind_by_signature(b"<definitions/>") is None
