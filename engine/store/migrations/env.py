"""How Alembic runs here: always on a connection that `engine.store.migrating` has opened, in its transaction."""

from alembic import context

from engine.store.tables import Row

context.configure(connection=context.config.attributes["connection"], target_metadata=Row.metadata)
context.run_migrations()
