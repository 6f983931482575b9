"""What each release has brought to leave behind, beside cases.

Everything is imported where it is used: an earlier release, which has not got it yet, can write all the rest.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from engine import SYSTEM, Actor, Engine, read_case
from tests.engine.small_services import CLERK, MANAGER, START_END, deploy_small, flow, process, service_task

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OPERATOR = Actor(id="operator-1", name="Operator One", roles=frozenset({"operator"}))
BEGUN = process(
    '<startEvent id="Start"><messageEventDefinition messageRef="Message_opening"/></startEvent><endEvent id="End"/>'
    + service_task("Serve", "effect")
    + flow("Start", "Serve", "End"),
    roots='<message id="Message_opening" name="opening"/>',
)
EXTERNAL = process(START_END + service_task("Serve", "elsewhere") + flow("Start", "Serve", "End"))

Step: TypeAlias = Callable[[Engine, Mapping[str, str]], None]


def _hold(engine: Engine, references: Mapping[str, str]) -> None:
    from engine import suspend_case

    suspend_case(engine, reference=references["held"], actor=MANAGER, reason="a question to the ministry")


def _begin(engine: Engine, _: Mapping[str, str]) -> None:
    from engine import deliver_message

    deploy_small(engine, BEGUN, service="begun")
    deliver_message(
        engine, name="opening", correlation=None, payload={"service": "begun"}, actor=SYSTEM, message_key="opening-1"
    )


def _hand_on(engine: Engine, references: Mapping[str, str]) -> None:
    from engine import create_account, delegate_work_item, set_follow_up, substitute

    people = [
        create_account(engine, email=f"{name}@ortoo.example", name=name, roles={"case_worker"}, groups={"registrar"})
        for name in ("Absent", "Present")
    ]
    (item,) = read_case(engine, reference=references["delegated"]).open_items
    set_follow_up(engine, item_id=item.id, actor=CLERK, follow_up_at=engine.clock.now() + timedelta(days=2))
    delegate_work_item(engine, item_id=item.id, actor=CLERK, to=people[0].id, note="please look")
    substitute(
        engine,
        absent=people[0].id,
        by=people[1].id,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        actor=MANAGER,
    )


def _keep_paper(engine: Engine, references: Mapping[str, str]) -> None:
    from engine.commands.documents import keep_document

    (item,) = read_case(engine, reference=references["papered"]).open_items
    keep_document(engine, item_id=item.id, field="paper", name="paper.pdf", content=PDF, actor=CLERK)


def _lock_elsewhere(engine: Engine, _: Mapping[str, str]) -> None:
    from engine import TopicRequest, create_access_token, fetch_external_tasks, run_due_jobs, start_case

    token, _secret = create_access_token(engine, name="charger", topics=["elsewhere"])
    deploy_small(engine, EXTERNAL, service="external")
    for number in range(2):
        start_case(engine, service="external", data={}, actor=SYSTEM, command_key=f"external-{number}")
    run_due_jobs(engine, worker="worker of the release")
    wanted = TopicRequest(topic="elsewhere", lock_for=timedelta(days=1))
    fetch_external_tasks(engine, worker="program", requests=[wanted], limit=1, actor=token.actor)


def _erase(engine: Engine, references: Mapping[str, str]) -> None:
    from engine import RetentionRule, erase_case, set_retention

    set_retention(engine, rule=RetentionRule(service="late", case_days=5, draft_days=5), actor=OPERATOR)
    erase_case(engine, reference=references["ended"], reason="request 1", actor=OPERATOR)


BROUGHT: Mapping[str, tuple[Step, ...]] = {
    "0002": (_hold, _begin),
    "0003": (_hand_on,),
    "0004": (_keep_paper,),
    "0005": (_lock_elsewhere,),
    "0006": (_erase,),
}
"""By the version of the tables that keeps it."""


def furnish(engine: Engine, references: Mapping[str, str], *, version: str, folder: Path) -> None:
    """Leave behind all that a release of that version can."""
    if version >= "0004":
        from dataclasses import replace

        from engine import open_documents

        engine = replace(engine, documents=open_documents(folder))
    for brought_by, steps in BROUGHT.items():
        for step in steps if brought_by <= version else ():
            step(engine, references)
