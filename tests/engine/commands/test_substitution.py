"""Standing in for people on leave."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from engine import (
    Actor,
    AlreadyClaimedError,
    AlreadyDoneError,
    Engine,
    NotAllowedError,
    NotFoundError,
    Substitution,
    WorkNotPossibleError,
    audit_entries,
    claim_work_item,
    complete_work_item,
    end_substitution,
    find_absentees,
    find_substitutions,
    history_records,
    read_case,
    release_work_item,
    substitute,
)
from engine.testing import FakeClock
from tests.engine.people import employ, one_item

TODAY = date(2026, 1, 5)  # the clock stands at 9:00 of that day in Ulaanbaatar


def leave(
    engine: Engine, who: dict[str, Actor], absent: str, by: str, first: date = TODAY, last: date = TODAY
) -> Substitution:
    return substitute(engine, absent=who[absent].id, by=who[by].id, first_day=first, last_day=last, actor=who[absent])


def test_a_substitute_does_the_absent_persons_work_and_history_says_for_whom(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    with pytest.raises(NotAllowedError):
        claim_work_item(engine, item_id=item.id, actor=who["stranger"])
    leave(engine, who, "clerk", "stranger")
    taken = claim_work_item(engine, item_id=item.id, actor=who["stranger"])
    assert (taken.assignee, taken.on_behalf_of) == (who["stranger"].id, who["clerk"].id)
    complete_work_item(engine, item_id=item.id, actor=who["stranger"], answers={})
    told = {
        entry.lifecycle: (entry.resource, entry.on_behalf_of)
        for entry in read_case(engine, reference=item.case_reference).timeline
        if entry.element == "Check"
    }
    both = (who["stranger"].id, who["clerk"].id)
    assert told == {"schedule": ("", ""), "start": both, "complete": both}
    logged = [record for record in history_records(engine) if record.get("ortoo:onBehalfOf")]
    assert [record["lifecycle:transition"] for record in logged] == ["start", "complete"]
    audited = [entry for entry in audit_entries(engine, chain=item.case_reference) if "for" in entry.details]
    assert {entry.details["for"] for entry in audited} == {who["clerk"].id}


def test_what_the_absent_person_has_taken_is_taken_over(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    claim_work_item(engine, item_id=item.id, actor=who["clerk"])
    with pytest.raises(AlreadyClaimedError):
        claim_work_item(engine, item_id=item.id, actor=who["other"])
    leave(engine, who, "clerk", "other")
    assert claim_work_item(engine, item_id=item.id, actor=who["other"]).on_behalf_of == who["clerk"].id
    with pytest.raises(AlreadyClaimedError):
        complete_work_item(engine, item_id=item.id, actor=who["clerk"], answers={})
    assert release_work_item(engine, item_id=item.id, actor=who["other"]).on_behalf_of == ""


def test_ones_own_groups_work_is_done_for_oneself(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    leave(engine, who, "clerk", "other")
    assert claim_work_item(engine, item_id=item.id, actor=who["other"]).on_behalf_of == ""


def test_it_begins_and_ends_with_its_days_in_the_office(engine: Engine, clock: FakeClock) -> None:
    who = employ(engine)
    one = leave(engine, who, "clerk", "other", TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    seen = []
    for _hour in range(24 * 4):
        seen.append([account.id for account in find_absentees(engine, actor=who["other"])] == [who["clerk"].id])
        clock.advance(timedelta(hours=1))
    assert (seen.index(True), seen.count(True)) == (15, 48)  # from midnight, 15 hours from 9:00
    assert one.until - one.since == timedelta(days=2)
    assert find_absentees(engine, actor=who["clerk"]) == ()


def test_the_same_again_is_the_one_there_is_and_it_can_be_ended(engine: Engine, clock: FakeClock) -> None:
    who, item = employ(engine), one_item(engine)
    one = leave(engine, who, "clerk", "stranger")
    assert leave(engine, who, "clerk", "stranger") == one
    assert find_substitutions(engine, actor=who["stranger"]) == (one,)
    assert find_substitutions(engine, actor=who["other"]) == ()
    assert find_substitutions(engine, actor=who["boss"]) == (one,)
    with pytest.raises(NotAllowedError):
        end_substitution(engine, substitution_id=one.id, actor=who["stranger"])
    for _again in range(2):
        end_substitution(engine, substitution_id=one.id, actor=who["boss"])
    with pytest.raises(NotAllowedError):
        claim_work_item(engine, item_id=item.id, actor=who["stranger"])
    with pytest.raises(NotFoundError):
        end_substitution(engine, substitution_id="none", actor=who["boss"])
    clock.advance(timedelta(days=2))


def test_a_managers_substitute_is_no_manager(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    leave(engine, who, "boss", "stranger")
    with pytest.raises(NotAllowedError):
        claim_work_item(engine, item_id=item.id, actor=who["stranger"])


def test_nonsense_is_refused(engine: Engine) -> None:
    who = employ(engine)

    def refused(kind: type[Exception], **changed: object) -> None:
        usual = {"absent": who["clerk"].id, "by": who["other"].id, "first_day": TODAY, "last_day": TODAY}
        with pytest.raises(kind):
            substitute(engine, **{**usual, "actor": who["clerk"], **changed})  # type: ignore[arg-type]

    refused(WorkNotPossibleError, by=who["clerk"].id)
    refused(WorkNotPossibleError, last_day=TODAY - timedelta(days=1))
    refused(WorkNotPossibleError, last_day=TODAY + timedelta(days=999))
    refused(WorkNotPossibleError, first_day=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=2))
    refused(NotFoundError, by="nobody")
    refused(NotFoundError, absent="nobody", actor=who["boss"])
    refused(NotAllowedError, actor=who["other"])


def test_of_the_absent_person_and_the_substitute_at_the_same_moment_one_completes(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    claim_work_item(engine, item_id=item.id, actor=who["clerk"])
    leave(engine, who, "clerk", "stranger")
    both = Barrier(2)

    def complete(name: str) -> str:
        both.wait(timeout=120)
        try:
            complete_work_item(engine, item_id=item.id, actor=who[name], answers={"by": name})
        except AlreadyDoneError as error:
            return f"told of {error.by_id}"
        return f"done by {who[name].id}"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(complete, ("clerk", "stranger")))
    details = read_case(engine, reference=item.case_reference)
    (done,) = [entry for entry in details.timeline if entry.element == "Check" and entry.lifecycle == "complete"]
    assert told == [f"done by {done.resource}", f"told of {done.resource}"]
    assert done.on_behalf_of == ("" if done.resource == who["clerk"].id else who["clerk"].id)
