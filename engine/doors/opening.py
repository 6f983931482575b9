"""Opening the engine, on a database of the newest version."""

from engine.documents.keeping import DocumentKeeping, open_documents
from engine.opening import KEYS_KEPT, Engine, open_engine
from engine.store import database_version
from engine.upgrading import upgrade_database

__all__ = [
    "KEYS_KEPT",
    "DocumentKeeping",
    "Engine",
    "database_version",
    "open_documents",
    "open_engine",
    "upgrade_database",
]
