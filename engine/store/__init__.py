"""Everything of the engine that lasts: the database, its versions, and the units of work on it.

SQLAlchemy and Alembic are spoken here only; what goes in and out are frozen values.
"""

from engine.store.database import Database
from engine.store.migrating import database_version, upgrade_database
from engine.store.work import Work

__all__ = ["Database", "Work", "database_version", "upgrade_database"]
