"""Papers of applications and cases: who brings them, who reads them, what is refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bpmn.language import Text
from engine import (
    Actor,
    AlreadyDoneError,
    AlreadySentError,
    Document,
    DocumentDamagedError,
    DocumentRefusedError,
    Engine,
    EngineError,
    NotAllowedError,
    NotFoundError,
    audit_entries,
    cancel_case,
    complete_work_item,
    damaged_documents,
    drop_document,
    end_substitution,
    erase_case,
    find_documents,
    find_draft_documents,
    keep_document,
    keep_draft_document,
    open_documents,
    read_case,
    read_document,
    save_draft,
    submit_draft,
    substitute,
    sweep_documents,
    verify_audit,
)
from tests.engine.documents import files
from tests.engine.inbox import everybodys_work
from tests.engine.people import employ
from tests.engine.small_services import CHECKED, CLERK, CORRECTED, MANAGER, STRANGER, deploy_small, start_small

APPLICANT = Actor(id="applicant", name="")
OPERATOR = Actor(id="operator-1", name="Operator", roles=frozenset({"operator"}))


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Engine:
    """The engine with a folder for documents, and one service."""
    keeping = replace(open_documents(tmp_path / "documents"), most_in_draft=3)
    opened = replace(engine, documents=keeping)
    deploy_small(opened, CHECKED)
    return opened


def begin(engine: Engine) -> str:
    return save_draft(engine, service="small", page="who", answers={"name": "Demo"}).id


def upload(
    engine: Engine, draft_id: str, *, name: str = "scan.pdf", content: bytes = files.PDF, groups: tuple[str, ...] = ()
) -> Document:
    return keep_draft_document(engine, draft_id=draft_id, field="identity", name=name, content=content, groups=groups)


def send(engine: Engine, draft_id: str, *documents: Document, service: str = "small") -> str:
    answers = {"papers": [{"document": one.id, "name": one.name} for one in documents]}
    save_draft(engine, service=service, page="papers", answers=answers, draft_id=draft_id)
    return submit_draft(engine, draft_id=draft_id, actor=APPLICANT, check_field="name").reference


def test_a_paper_of_an_application_belongs_to_the_case_it_becomes(office: Engine) -> None:
    draft = begin(office)
    paper = upload(office, draft)
    assert find_draft_documents(office, draft_id=draft) == (paper,)
    reference = send(office, draft, paper)
    assert [one.id for one in find_documents(office, reference=reference, actor=CLERK)] == [paper.id]
    document, content = read_document(office, document_id=paper.id, actor=CLERK)
    assert (document.case_reference, document.content_type, content) == (reference, "application/pdf", files.PDF)
    assert find_draft_documents(office, draft_id=draft) == ()


def test_a_paper_that_no_answer_names_does_not_come_into_the_case(office: Engine) -> None:
    draft = begin(office)
    kept, unneeded = upload(office, draft), upload(office, draft, name="other.png", content=files.png())
    reference = send(office, draft, kept)
    assert [one.id for one in find_documents(office, reference=reference, actor=MANAGER)] == [kept.id]
    with pytest.raises(NotFoundError):
        read_document(office, document_id=unneeded.id, actor=MANAGER)


def test_the_same_paper_sent_twice_is_kept_once(office: Engine) -> None:
    draft = begin(office)
    assert upload(office, draft) == upload(office, draft)
    assert len(find_draft_documents(office, draft_id=draft)) == 1


def test_an_application_takes_only_so_many_papers(office: Engine) -> None:
    draft = begin(office)
    for number in range(3):
        upload(office, draft, content=files.PDF + str(number).encode())
    with pytest.raises(DocumentRefusedError, match="already 3 files"):
        upload(office, draft, content=files.PDF + b"one more")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<html></html>", "no PDF"),
        (files.DOCX_WITH_MACROS, "macros"),
        (files.PDF + b" " * 5 * 1024 * 1024, "5 MB"),
    ],
)
def test_a_hostile_upload_is_refused_and_leaves_nothing(office: Engine, content: bytes, said: str) -> None:
    draft = begin(office)
    with pytest.raises(DocumentRefusedError, match=said) as caught:
        upload(office, draft, content=content)
    assert caught.value.into("mn") != str(caught.value)
    assert find_draft_documents(office, draft_id=draft) == ()
    assert office.documents is not None
    assert list(office.documents.folder.hashes()) == []


def test_what_the_scanner_refuses_is_not_kept(office: Engine) -> None:
    def refuse(content: bytes) -> None:
        raise DocumentRefusedError(Text("The file was refused by the security scan."))

    assert office.documents is not None
    careful = replace(office, documents=replace(office.documents, scan=refuse))
    with pytest.raises(DocumentRefusedError, match="security scan"):
        upload(careful, begin(careful))
    assert list(office.documents.folder.hashes()) == []


def test_nothing_is_added_to_an_application_that_was_sent(office: Engine) -> None:
    draft = begin(office)
    send(office, draft)
    with pytest.raises(AlreadySentError, match="has been sent already"):
        upload(office, draft)
    with pytest.raises(NotFoundError):
        upload(office, "no-such-draft")


def test_a_paper_is_read_by_those_whom_it_is_for(office: Engine) -> None:
    draft = begin(office)
    paper = upload(office, draft, groups=("registrar",))
    reference = send(office, draft, paper)
    for reader in (CLERK, MANAGER, Actor.applicant(reference)):
        assert read_document(office, document_id=paper.id, actor=reader)[1] == files.PDF
        assert len(find_documents(office, reference=reference, actor=reader)) == 1
    for other in (STRANGER, OPERATOR, Actor.applicant("another"), APPLICANT):
        with pytest.raises(NotAllowedError):
            read_document(office, document_id=paper.id, actor=other)
        assert find_documents(office, reference=reference, actor=other) == ()


def test_a_substitute_reads_the_papers_of_the_absent_persons_groups(office: Engine) -> None:
    who = employ(office)
    draft = begin(office)
    paper = upload(office, draft, groups=("registrar",))
    reference = send(office, draft, paper)
    today = office.clock.now().date()
    one = substitute(
        office, absent=who["clerk"].id, by=who["stranger"].id, first_day=today, last_day=today, actor=who["clerk"]
    )
    assert find_documents(office, reference=reference, actor=who["stranger"])[0].id == paper.id
    assert read_document(office, document_id=paper.id, actor=who["stranger"])[1] == files.PDF
    end_substitution(office, substitution_id=one.id, actor=who["clerk"])
    assert find_documents(office, reference=reference, actor=who["stranger"]) == ()


def test_a_paper_of_an_unsent_application_is_read_by_nobody_in_the_office(office: Engine) -> None:
    paper = upload(office, begin(office))
    with pytest.raises(NotFoundError):
        read_document(office, document_id=paper.id, actor=MANAGER)


def test_who_has_read_a_paper_is_noted_without_its_name(office: Engine) -> None:
    draft = begin(office)
    paper = upload(office, draft, name="Demo Person.pdf")
    reference = send(office, draft, paper)
    read_document(office, document_id=paper.id, actor=CLERK)
    noted = audit_entries(office, chain=reference)[-1]
    assert (noted.action, noted.actor, noted.subject) == ("read_document", CLERK.id, paper.id)
    assert "Demo Person" not in str(noted.details)
    assert verify_audit(office) == ()


def test_a_paper_is_brought_to_a_work_item_by_who_does_it(office: Engine) -> None:
    case = start_small(office)
    (item,) = everybodys_work(office)
    bring = {"item_id": item.id, "field": "opinion", "name": "opinion.docx", "content": files.DOCX}
    paper = keep_document(office, **bring, actor=CLERK)  # type: ignore[arg-type]
    assert keep_document(office, **bring, actor=CLERK) == paper  # type: ignore[arg-type]
    assert (paper.case_reference, paper.item_id, paper.is_for_applicant) == (case.reference, item.id, False)
    with pytest.raises(NotAllowedError):
        keep_document(office, **bring, actor=STRANGER)  # type: ignore[arg-type]
    with pytest.raises(NotAllowedError):
        read_document(office, document_id=paper.id, actor=Actor.applicant(case.reference))
    complete_work_item(office, item_id=item.id, actor=CLERK, answers={})
    with pytest.raises(AlreadyDoneError):
        keep_document(office, **{**bring, "content": files.ODT}, actor=CLERK)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        keep_document(office, **{**bring, "item_id": "none"}, actor=CLERK)  # type: ignore[arg-type]
    assert len(find_documents(office, reference=case.reference, actor=CLERK)) == 1


def test_the_applicant_brings_a_paper_to_what_the_applicant_is_to_do(office: Engine) -> None:
    deploy_small(office, CORRECTED, service="corrected")
    case = start_small(office, service="corrected")
    (item,) = read_case(office, reference=case.reference).open_items
    me = Actor.applicant(case.reference)
    paper = keep_document(office, item_id=item.id, field="f", name="a.jpg", content=files.JPEG, actor=me)
    assert read_document(office, document_id=paper.id, actor=me)[0].name == "a.jpg"
    drop_document(office, document_id=paper.id, actor=me)
    assert find_documents(office, reference=case.reference, actor=me) == ()


def test_a_paper_is_taken_back_only_before_it_is_handed_in(office: Engine) -> None:
    draft = begin(office)
    paper, other = upload(office, draft), upload(office, draft, content=files.JPEG)
    with pytest.raises(NotAllowedError):
        drop_document(office, document_id=paper.id, draft_id="another draft")
    drop_document(office, document_id=other.id, draft_id=draft)
    drop_document(office, document_id=other.id, draft_id=draft)
    send(office, draft, paper)
    for who in (None, APPLICANT, CLERK):
        with pytest.raises(NotAllowedError):
            drop_document(office, document_id=paper.id, draft_id=draft, actor=who)


def test_bytes_that_nothing_names_are_swept_away_and_lost_ones_are_told(office: Engine) -> None:
    draft = begin(office)
    paper, other = upload(office, draft), upload(office, draft, content=files.JPEG)
    drop_document(office, document_id=other.id, draft_id=draft)
    reference = send(office, draft, paper)
    assert sweep_documents(office) == 0
    assert sweep_documents(office, older_than=timedelta(seconds=-1)) == 1
    assert damaged_documents(office) == ()
    assert office.documents is not None
    (office.documents.folder.root / paper.sha256[:2] / paper.sha256[2:]).unlink()
    assert damaged_documents(office) == (paper.sha256,)
    with pytest.raises(DocumentDamagedError):
        read_document(office, document_id=paper.id, actor=Actor.applicant(reference))


def test_a_paper_of_two_services_is_one_file_until_neither_has_it(office: Engine) -> None:
    deploy_small(office, CHECKED, service="other")
    references = []
    for service in ("small", "other"):
        draft = save_draft(office, service=service, page="who", answers={"name": "Demo"}).id
        paper = upload(office, draft)
        references.append(send(office, draft, paper, service=service))
    assert office.documents is not None
    assert list(office.documents.folder.hashes()) == [paper.sha256]
    left = []
    for reference in references:
        cancel_case(office, reference=reference, reason="over", actor=MANAGER)
        erase_case(office, reference=reference, reason="asked for", actor=OPERATOR)
        sweep_documents(office, older_than=timedelta(seconds=-1))
        left.append(len(list(office.documents.folder.hashes())))
    assert left == [1, 0]


def test_an_engine_without_a_folder_says_so(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    with pytest.raises(EngineError, match="keeps no documents"):
        upload(engine, begin(engine))
    assert (sweep_documents(engine), damaged_documents(engine)) == (0, ())
