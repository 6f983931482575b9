"""One installation of Ortoo: where its data is, and how its rooms are put together."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import click

from engine import KEYS_KEPT, Engine, open_documents, open_engine, upgrade_database

__all__ = ["Installation", "find_installation"]

_LONGEST_DAYS = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where an installation keeps what lasts.

    Attributes:
        home: The folder of everything that is not in the database, `var/` unless `ORTOO_HOME` says otherwise.
        database_url: SQLite in that folder, or what `ORTOO_DATABASE_URL` names.
    """

    home: Path
    database_url: str

    @property
    def secret_key(self) -> str:
        """The key that signs cookies: `ORTOO_SECRET_KEY`, else one kept in the home folder, made on first use."""
        given = os.environ.get("ORTOO_SECRET_KEY")
        if given:
            return given
        file = self.home / "secret-key"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writing:
                writing.write(secrets.token_urlsafe(48))
        return file.read_text()

    @property
    def audit_heads(self) -> Path:
        """Where the heads of the audit trail are kept: `ORTOO_AUDIT_HEADS`, else a file in the home folder."""
        return Path(os.environ.get("ORTOO_AUDIT_HEADS") or self.home / "audit-heads.jsonl").resolve()

    @property
    def keys_kept(self) -> timedelta:
        """How long the keys of commands are known: `ORTOO_KEY_DAYS` days, 30 unless it is set.

        Raises:
            click.ClickException: If it is no number of days.
        """
        given = os.environ.get("ORTOO_KEY_DAYS") or str(KEYS_KEPT.days)
        if not (given.isascii() and given.isdigit() and 1 <= int(given) <= _LONGEST_DAYS):
            message = f"ORTOO_KEY_DAYS has to be a whole number from 1 to {_LONGEST_DAYS}; it is {given!r}."
            raise click.ClickException(message)
        return timedelta(days=int(given))

    @contextmanager
    def opened(self, *, address: str = "") -> Iterator[Engine]:
        """Bring the database to the current version and open the engine; closes it at the end.

        Args:
            address: Where people reach the installation, if its settings do not say.
        """
        # Opening an engine is what makes serving slow to start, so the rooms it joins are imported only here.
        from engine.connectors import read_connector_settings
        from engine.connectors.confined import confined
        from webui.analyses import analyses

        keys_kept = self.keys_kept
        self.home.mkdir(parents=True, exist_ok=True)
        settings = read_connector_settings(self.home, os.environ)
        settings = replace(settings, public_address=settings.public_address or address)
        upgrade_database(self.database_url)
        with confined(settings) as handlers:
            engine = open_engine(
                self.database_url,
                handlers=handlers,
                analyses=analyses(),
                documents=open_documents(self.home / "documents", scan_command=settings.scan),
                public_address=settings.public_address,
                sends_letters=settings.mail is not None,
                audit_heads=self.audit_heads,
                keys_kept=keys_kept,
            )
            try:
                yield engine
            finally:
                engine.close()


def find_installation() -> Installation:
    """Return the installation that the environment names, or the one in `var/` of the current folder."""
    home = Path(os.environ.get("ORTOO_HOME", "var")).resolve()
    url = os.environ.get("ORTOO_DATABASE_URL") or f"sqlite:///{home / 'ortoo.db'}"
    return Installation(home=home, database_url=url)
