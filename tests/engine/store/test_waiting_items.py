"""What waits in a case is found without looking through what the case has done before."""

from sqlalchemy import event, text

from engine import Engine, complete_work_item, read_case
from tests.engine.small_services import CHECKED, CLERK, deploy_small, start_small


def plan_of(engine: Engine, case_id: int) -> str:
    """How the database goes about finding what waits in a case, in its own words."""
    said: list[str] = []
    event.listen(engine.database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with engine.database.reading() as work:
        work.work_items.waiting_in(case_id)
        statement = next(one for one in said if "FROM work_items" in one)
        connection = work._session.connection()
        if engine.database.is_postgresql:
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # on so small a table nothing is quicker
            return str(connection.exec_driver_sql(f"EXPLAIN {statement}", (case_id,)).all())
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (case_id,)).all())


def test_an_index_holds_what_waits_and_nothing_else(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        assert case is not None
        (waiting,) = work.work_items.waiting_in(case.id)
    assert "ix_waiting_items" in plan_of(engine, case.id)
    complete_work_item(engine, item_id=waiting.item.id, actor=CLERK, answers={"ok": True})
    assert read_case(engine, reference=reference).open_items == ()
    with engine.database.reading() as work:
        assert [one.item.id for one in work.work_items.of_case(case.id)] == [waiting.item.id]
