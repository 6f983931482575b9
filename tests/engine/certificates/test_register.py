"""The register of certificates: revoked, issued anew, kept when its case is erased, never rewritten."""

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from engine import (
    SYSTEM,
    Actor,
    CertificateNotKeptError,
    Engine,
    NotAllowedError,
    NotFoundError,
    ReasonMissingError,
    audit_entries,
    erase_case,
    export_case,
    find_certificates,
    find_documents,
    open_documents,
    open_engine,
    read_case,
    read_certificate,
    read_document,
    read_issued_certificate,
    reissue_certificate,
    restore_backup,
    revoke_certificate,
    sweep_documents,
    verify_audit,
    write_backup,
)
from engine.testing import FakeClock
from tests.engine.certificates.offices import issue
from tests.engine.small_services import CLERK, MANAGER

OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))
SECOND_MANAGER = Actor(id="boss-2", name="Boss Two", roles=frozenset({"manager"}))
PERSON = "Бат-Эрдэнэ-7731"


def test_a_certificate_is_valid_until_a_manager_revokes_it(office: Engine, clock: FakeClock) -> None:
    reference, code = issue(office)
    assert read_certificate(office, code=code).is_valid
    clock.advance(timedelta(days=3))
    revoke_certificate(office, code=code.lower().replace("-", " "), reason="Entered by mistake.", actor=MANAGER)
    known = read_certificate(office, code=code)
    assert (known.is_valid, known.revoked_at, known.is_replaced) == (False, clock.now(), False)
    entry = audit_entries(office, chain=reference)[-1]
    assert (entry.action, entry.actor, entry.subject) == ("revoke_certificate", MANAGER.id, code)
    assert entry.details == {"reason": "Entered by mistake."}
    assert verify_audit(office) == ()


def test_the_applicant_is_told_why_in_both_languages(office: Engine) -> None:
    reference, code = issue(office)
    revoke_certificate(office, code=code, reason="Entered by mistake.", actor=MANAGER)
    (notice,) = read_case(office, reference=reference).notices
    assert f"Your certificate {code} was revoked. Reason: Entered by mistake." in notice.text
    assert "хүчингүй болгосон" in notice.text


def test_revoking_twice_is_revoking_once(office: Engine, clock: FakeClock) -> None:
    reference, code = issue(office)
    first = revoke_certificate(office, code=code, reason="first", actor=MANAGER)
    clock.advance(timedelta(hours=1))
    assert revoke_certificate(office, code=code, reason="second", actor=SECOND_MANAGER) == first
    assert [entry.action for entry in audit_entries(office, chain=reference)].count("revoke_certificate") == 1
    assert len(read_case(office, reference=reference).notices) == 1


@pytest.mark.parametrize("command", [revoke_certificate, reissue_certificate])
def test_only_a_manager_with_a_reason_changes_the_register(office: Engine, command: object) -> None:
    _, code = issue(office)
    assert callable(command)
    for other in (CLERK, OPERATOR, Actor.applicant("x")):
        with pytest.raises(NotAllowedError):
            command(office, code=code, reason="because", actor=other)
    with pytest.raises(ReasonMissingError):
        command(office, code=code, reason=" \n", actor=MANAGER)
    for unknown in ("", "AAAA-AAAA-AAAA-AA-A", "2345-6789-ABCD-EF-G"):
        with pytest.raises(NotFoundError):
            command(office, code=unknown, reason="because", actor=MANAGER)
    assert read_certificate(office, code=code).is_valid


def test_a_certificate_is_issued_anew_with_the_same_words_and_another_code(office: Engine, clock: FakeClock) -> None:
    reference, code = issue(office)
    clock.advance(timedelta(days=40))
    new = reissue_certificate(office, code=code, reason="The paper was lost.", actor=MANAGER)
    old, fresh = read_issued_certificate(office, code=code, actor=MANAGER), new.certificate
    assert (old.certificate.is_valid, old.replaced_by, old.certificate.is_replaced) == (False, fresh.code, True)
    assert (fresh.is_valid, fresh.issued_at) == (True, clock.now())
    assert new.page == old.page is not None
    assert (fresh.kind, fresh.issuer) == (old.certificate.kind, old.certificate.issuer)
    papers = {paper.id: paper for paper in find_documents(office, reference=reference, actor=CLERK)}
    assert set(papers) == {old.document_id, new.document_id}
    assert papers[new.document_id].groups == ("registrar",)
    document, content = read_document(office, document_id=new.document_id, actor=Actor.applicant(reference))
    assert (document.sha256, content[:4]) == (fresh.sha256, b"%PDF")
    assert fresh.sha256 != old.certificate.sha256


def test_issuing_anew_twice_gives_the_same_certificate(office: Engine) -> None:
    reference, code = issue(office)
    new = reissue_certificate(office, code=code, reason="lost", actor=MANAGER)
    assert reissue_certificate(office, code=code, reason="lost", actor=SECOND_MANAGER) == new
    assert find_certificates(office, text=reference, actor=MANAGER).total == 2
    assert [entry.action for entry in audit_entries(office, chain=reference)].count("reissue_certificate") == 1


def test_two_managers_at_once_have_one_certificate_issued(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is through with all of it between the first one's setting of the page and its transaction."""
    from engine.commands import certificates

    reference, code = issue(office)
    real = certificates._set_anew
    others: list[object] = []

    def overtaken(*given: object) -> object:
        ready = real(*given)  # type: ignore[arg-type]
        if not others:
            others.append(None)
            others[0] = reissue_certificate(office, code=code, reason="second", actor=SECOND_MANAGER)
        return ready

    monkeypatch.setattr(certificates, "_set_anew", overtaken)
    mine = reissue_certificate(office, code=code, reason="first", actor=MANAGER)
    assert [mine] == others
    assert find_certificates(office, text=reference, actor=MANAGER).total == 2
    assert sweep_documents(office, older_than=timedelta(seconds=-1)) == 1  # what the slower one had set


def test_one_that_was_revoked_before_can_still_be_issued_anew(office: Engine) -> None:
    reference, code = issue(office)
    revoke_certificate(office, code=code, reason="first", actor=MANAGER)
    new = reissue_certificate(office, code=code, reason="again", actor=MANAGER)
    assert new.certificate.is_valid
    assert read_issued_certificate(office, code=code, actor=MANAGER).revoked_for == "first"
    assert len(read_case(office, reference=reference).notices) == 1


def test_the_register_outlives_the_persons_in_it(office: Engine, clock: FakeClock) -> None:
    reference, code = issue(office, name=PERSON)
    before = read_certificate(office, code=code)
    assert PERSON in before.title
    revoke_certificate(office, code=code, reason=f"{PERSON} has died", actor=MANAGER)
    erase_case(office, reference=reference, reason="asked for", actor=OPERATOR)
    known = read_certificate(office, code=code)
    assert (known.kind, known.issuer, known.service) == ("Бүртгэлийн гэрчилгээ", "Бүртгэлийн газар", "small")
    assert (known.issued_at, known.sha256, known.revoked_at) == (before.issued_at, before.sha256, clock.now())
    assert (known.title, known.facts, known.is_erased) == ("", (), True)
    issued = read_issued_certificate(office, code=code, actor=MANAGER)
    assert (issued.page, issued.document_id, issued.revoked_for) == (None, "", "")
    with office.database.connection() as connection:
        rows = [str(row) for row in connection.execute(text("SELECT * FROM certificates"))]
    assert PERSON not in str(rows)
    assert ascii(PERSON)[1:-1] not in str(rows)


def test_an_erased_certificate_is_revoked_but_not_issued_anew(office: Engine) -> None:
    reference, code = issue(office)
    erase_case(office, reference=reference, reason="asked for", actor=OPERATOR)
    with pytest.raises(CertificateNotKeptError) as caught:
        reissue_certificate(office, code=code, reason="lost", actor=MANAGER)
    assert caught.value.into("mn") != str(caught.value)
    assert read_certificate(office, code=code).is_valid
    assert not revoke_certificate(office, code=code, reason="a forgery", actor=MANAGER).certificate.is_valid
    assert read_case(office, reference=reference).notices == ()


def test_one_that_is_older_than_the_register_can_only_be_revoked(office: Engine) -> None:
    _, code = issue(office)
    with office.database.connection() as connection:
        connection.execute(text("UPDATE certificates SET page = '{}'"))  # as the migration leaves it
    with pytest.raises(CertificateNotKeptError):
        reissue_certificate(office, code=code, reason="lost", actor=MANAGER)
    assert read_certificate(office, code=code).title
    assert not revoke_certificate(office, code=code, reason="wrong", actor=MANAGER).certificate.is_valid


class BrokenOffError(BaseException):
    """The process ends here."""


def test_issuing_anew_happens_once_wherever_it_is_broken_off(office: Engine) -> None:
    """At each database call in turn, before it and after it, and at the commit; then the manager sends it again."""
    reference, code = issue(office)
    places = 0
    while True:
        places += 1
        has_ended = break_off_at(office, places, lambda old=code: reissue(office, old))  # type: ignore[misc]
        code = reissue(office, code)
        known = find_certificates(office, text=reference, actor=MANAGER, size=100).items
        assert [one.certificate.code for one in known if one.certificate.is_valid] == [code]
        assert len(known) == 1 + places
        if has_ended:
            break
    assert places > 10
    assert verify_audit(office) == ()
    sweep_documents(office, older_than=timedelta(seconds=-1))
    assert office.documents is not None
    assert {one.certificate.sha256 for one in known} == set(office.documents.folder.hashes())


def reissue(engine: Engine, code: str) -> str:
    return reissue_certificate(engine, code=code, reason="lost", actor=MANAGER).certificate.code


def break_off_at(engine: Engine, place: int, command: Callable[[], object]) -> bool:
    """Break a command off at one of its database calls; return whether it ended before it came there."""
    calls = iter(range(1, 10_000))

    def call(*_: object) -> None:
        if next(calls) == place:
            raise BrokenOffError

    database = engine.database._engine
    moments = ("before_cursor_execute", "after_cursor_execute", "commit")
    for moment in moments:
        event.listen(database, moment, call)
    event.listen(database, "invalidate", roll_back)
    try:
        command()
    except BrokenOffError:
        engine.database.close()  # every connection is gone, as with the process
        return False
    finally:
        for moment in moments:
            event.remove(database, moment, call)
        event.remove(database, "invalidate", roll_back)
    return True


def roll_back(link: Any, *_: object) -> None:
    """Do what the database does for a process that is gone."""
    link.rollback()


def test_what_a_person_is_given_tells_their_certificates_too(office: Engine, tmp_path: Path) -> None:
    reference, code = issue(office, name=PERSON)
    export_case(office, reference=reference, file=tmp_path / "case.zip", actor=MANAGER)
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        (told,) = json.loads(archive.read("case.json"))["certificates"]
    assert told["certificate"]["code"] == code
    assert PERSON in told["page"]["title"]


def test_managers_find_certificates_by_code_by_case_and_by_day(office: Engine, clock: FakeClock) -> None:
    first, first_code = issue(office)
    clock.advance(timedelta(days=1))
    _, second_code = issue(office, key="second")

    def codes(typed: str) -> list[str]:
        return [one.certificate.code for one in find_certificates(office, text=typed, actor=MANAGER).items]

    assert codes("") == [second_code, first_code]
    assert codes(first.lower()) == codes(first_code) == [first_code]
    assert codes("AAAA-AAAA-AAAA-AA-A") == codes("?") == []
    assert find_certificates(office, actor=MANAGER, size=1).total == 2
    with pytest.raises(NotAllowedError):
        find_certificates(office, actor=CLERK)


def test_the_register_is_read_page_by_page_there_and_back(office: Engine, clock: FakeClock) -> None:
    codes = []
    for number in range(7):
        codes.insert(0, issue(office, key=str(number))[1])
        clock.advance(timedelta(seconds=number % 2))  # some of one moment
    forwards, backwards, after, before = [], [], "", ""
    while True:
        page = find_certificates(office, actor=MANAGER, after=after, size=3)
        assert page.total == 7
        forwards.append([one.certificate.code for one in page.items])
        after = page.next
        if not after:
            break
    while True:
        backwards.insert(0, [one.certificate.code for one in page.items])
        before = page.previous
        if not before:
            break
        page = find_certificates(office, actor=MANAGER, before=before, size=3)
    assert [len(page) for page in forwards] == [3, 3, 1]
    assert backwards == forwards
    found = [code for page in forwards for code in page]
    assert sorted(found) == sorted(codes)
    moments = [find_certificates(office, actor=MANAGER, text=code).items[0] for code in found]
    times = [one.certificate.issued_at for one in moments]
    assert times == sorted(times, reverse=True)
    assert find_certificates(office, actor=MANAGER, after="no place", size=7).items == tuple(moments)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM certificates",
        "UPDATE certificates SET revoked_at = NULL",
        "UPDATE certificates SET replaced_by = ''",
        "UPDATE certificates SET sha256 = 'x'",
        "UPDATE certificates SET issued_at = '2020-01-01 00:00:00'",
        "UPDATE certificates SET code = 'x'",
        "UPDATE certificates SET kind = 'Diploma'",
        "UPDATE certificates SET erased_at = NULL",
    ],
)
def test_what_was_issued_and_revoked_cannot_be_made_not_to_have_been(office: Engine, change: str) -> None:
    reference, code = issue(office)
    reissue_certificate(office, code=code, reason="lost", actor=MANAGER)
    erase_case(office, reference=reference, reason="asked for", actor=OPERATOR)
    with pytest.raises(Exception, match="only revoked"), office.database.connection() as connection:
        connection.execute(text(change))


def test_the_register_and_its_papers_come_back_from_a_backup(
    office: Engine, empty_database_url: str, tmp_path: Path
) -> None:
    """A valid one, a revoked one, one in its place, and one of an erased case."""
    for number in range(3):
        issue(office, key=f"k{number}")
    valid, old, erased = find_certificates(office, actor=SYSTEM).items
    new = reissue_certificate(office, code=old.certificate.code, reason="lost", actor=MANAGER)
    erase_case(office, reference=erased.case_reference, reason="asked for", actor=OPERATOR)
    before = find_certificates(office, actor=SYSTEM)
    assert write_backup(office, tmp_path / "backup.zip").documents == 3
    papers = open_documents(tmp_path / "elsewhere")
    restore_backup(tmp_path / "backup.zip", empty_database_url, documents=papers)
    again = open_engine(empty_database_url, documents=papers)
    try:
        assert find_certificates(again, actor=SYSTEM) == before
        for kept in (valid, new):
            assert read_document(again, document_id=kept.document_id, actor=MANAGER)[1].startswith(b"%PDF")
        assert not read_certificate(again, code=old.certificate.code).is_valid
        with pytest.raises(Exception, match="only revoked"), again.database.connection() as connection:
            connection.execute(text("DELETE FROM certificates"))
    finally:
        again.close()
