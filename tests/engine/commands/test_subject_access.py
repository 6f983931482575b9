"""All that is kept of a person, given to that person."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from engine import (
    SYSTEM,
    NotAllowedError,
    NotFoundError,
    audit_entries,
    complete_work_item,
    export_case,
    open_documents,
    open_engine,
    save_draft,
    submit_draft,
)
from engine.commands.documents import keep_draft_document
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CHECKED, CLERK, MANAGER, deploy_small

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_it_holds_the_data_the_history_the_work_and_the_papers(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url, documents=open_documents(tmp_path / "documents"))
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="one", answers={"name": "Дорж"})
    paper = keep_draft_document(engine, draft_id=draft.id, field="paper", name="../../Үнэмлэх.pdf", content=PDF)
    save_draft(engine, service="small", page="two", answers={"paper": {"document": paper.id}}, draft_id=draft.id)
    reference = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="name").reference
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"remark": "good"})
    number = export_case(engine, reference=reference.lower(), file=tmp_path / "case.zip", actor=MANAGER)
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        told = json.loads(archive.read("case.json"))
        papers = [name for name in archive.namelist() if name != "case.json"]
        contents = [archive.read(name) for name in papers]
    engine.close()
    assert told["data"]["name"] == "Дорж"
    assert told["data"]["remark"] == "good"
    assert [one["assignee"] for one in told["work"]] == [CLERK.id]
    assert [one["sequence"] for one in told["history"]] == list(range(1, len(told["history"]) + 1))
    assert told["audit"]
    assert number == len(papers) == len(told["documents"]) == 1
    assert contents == [PDF]
    assert all(".." not in Path(name).parts for name in papers)
    assert stat.S_IMODE((tmp_path / "case.zip").stat().st_mode) == 0o600


def test_handing_it_out_is_kept_and_only_for_some(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="one", answers={"name": "Дорж"})
    reference = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="name").reference
    with pytest.raises(NotAllowedError):
        export_case(engine, reference=reference, file=tmp_path / "case.zip", actor=CLERK)
    with pytest.raises(NotFoundError):
        export_case(engine, reference="AAAA-AAAA-AAAA-AA-A", file=tmp_path / "case.zip", actor=MANAGER)
    assert list(tmp_path.glob("*case.zip*")) == []
    export_case(engine, reference=reference, file=tmp_path / "case.zip", actor=MANAGER)
    last = audit_entries(engine)[-1]
    engine.close()
    assert (last.action, last.subject, last.actor) == ("export_case", reference, MANAGER.id)
