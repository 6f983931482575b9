"""Finding cases by any three letters of their data or reference, and work items by the name of their step.

The index is not a table that the code writes: triggers on `cases` keep it, in the transaction that changes a case, and
only where its text has changed. So nothing that writes cases can forget it, a restored backup has it by itself, and
what erasure empties is gone from it. Whoever rebuilds the table `cases` has to make the triggers again.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the texts of all cases, and keep the index."""
    if op.get_bind().dialect.name == "postgresql":
        _index_on_postgresql()
    else:
        _index_on_sqlite()
    # PostgreSQL takes 2,704 bytes into an index.
    op.execute("UPDATE work_items SET name = substr(name, 1, 500) WHERE length(name) > 500")
    op.create_index("ix_work_items_state_name", "work_items", ["state", "name"], unique=False)


def _index_on_sqlite() -> None:
    # Without content: only the index is kept. A padded text has every word between blanks, its first and last too.
    op.execute(
        """CREATE VIRTUAL TABLE case_texts
        USING fts5(text, content='', detail='full', tokenize='trigram case_sensitive 1')"""
    )
    add = f"INSERT INTO case_texts (rowid, text) VALUES (NEW.id, {_padded('NEW.')})"  # noqa: S608 - nothing from outside is in it
    drop = f"INSERT INTO case_texts (case_texts, rowid, text) VALUES ('delete', OLD.id, {_padded('OLD.')})"  # noqa: S608 - likewise
    op.execute(f"CREATE TRIGGER case_texts_insert AFTER INSERT ON cases BEGIN {add}; END")
    op.execute(
        f"""CREATE TRIGGER case_texts_update AFTER UPDATE OF search_text ON cases
        WHEN NEW.search_text <> OLD.search_text BEGIN {drop}; {add}; END"""
    )
    op.execute(f"CREATE TRIGGER case_texts_delete AFTER DELETE ON cases BEGIN {drop}; END")
    op.execute(
        f"INSERT INTO case_texts (rowid, text) SELECT id, {_padded()} FROM cases"  # noqa: S608 - likewise
    )


def _index_on_postgresql() -> None:
    # Trigrams of our own: the extension pg_trgm is not everywhere, and where the locale is C it knows no Cyrillic.
    # The cost keeps the planner from working them out row by row where the index has them.
    op.execute(
        """CREATE FUNCTION case_text_trigrams(value text) RETURNS text[]
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 10000 AS $body$
        DECLARE
            letters text[] := string_to_array(value, NULL);
            found text[] := '{}';
        BEGIN
            FOR place IN 1 .. cardinality(letters) - 2 LOOP
                found := found || (letters[place] || letters[place + 1] || letters[place + 2]);
            END LOOP;
            RETURN found;
        END $body$"""
    )
    # A narrow table of its own: an index on `cases` would be written again whenever anything else of a case changes.
    op.execute(
        """CREATE TABLE case_texts (
            case_id bigint PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
            text text NOT NULL
        )"""
    )
    op.execute(
        f"INSERT INTO case_texts (case_id, text) SELECT id, {_padded()} FROM cases"  # noqa: S608 - likewise
    )
    # What was written last is looked through by every search until it is sorted in: little of it, then.
    op.execute(
        """CREATE INDEX ix_case_texts_trigrams ON case_texts
        USING gin (case_text_trigrams(text)) WITH (gin_pending_list_limit = 256)"""
    )
    op.execute(
        f"""CREATE FUNCTION keep_case_text() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            INSERT INTO case_texts (case_id, text) VALUES (NEW.id, {_padded("NEW.")})
            ON CONFLICT (case_id) DO UPDATE SET text = EXCLUDED.text;
            RETURN NULL;
        END $body$"""  # noqa: S608 - likewise
    )
    op.execute(
        """CREATE TRIGGER case_texts_insert AFTER INSERT ON cases
        FOR EACH ROW EXECUTE FUNCTION keep_case_text()"""
    )
    op.execute(
        """CREATE TRIGGER case_texts_update AFTER UPDATE OF search_text ON cases
        FOR EACH ROW WHEN (NEW.search_text <> OLD.search_text) EXECUTE FUNCTION keep_case_text()"""
    )


def _padded(row: str = "") -> str:
    """Return the expression for a case's reference and text with a blank around each of its values."""
    newline = "chr(10)" if op.get_bind().dialect.name == "postgresql" else "char(10)"
    return f"' ' || lower({row}reference) || ' ' || replace({row}search_text, {newline}, ' ') || ' '"
