"""Backups: one file with all rows at one moment and all documents, and its way back into an empty database."""

from engine.backup.restoring import restore_backup
from engine.backup.writing import Backup, write_backup

__all__ = ["Backup", "restore_backup", "write_backup"]
