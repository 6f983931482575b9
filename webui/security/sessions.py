"""Sessions that are rows: the browser holds a random id only, and the row can be revoked at any time."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from engine import Engine, StorageError, drop_session, read_session, write_session
from webui.settings import Settings

__all__ = ["EngineSession", "EngineSessions"]

_USER_KEY = "_user_id"
_ID_BYTES = 32
_TOUCHES_IN_IDLE_TIME = 10
_serializer = TaggedJSONSerializer()


class EngineSession(CallbackDict[str, Any], SessionMixin):
    """A session: what it holds, its id ("" for none yet), when it began and was last saved, and whose it was then.

    Where it could not be read, `trouble` says why; then it is empty and is not saved.
    """

    def __init__(self, values: Mapping[str, Any], *, session_id: str, began: datetime, saved: datetime) -> None:
        def on_update(session: "EngineSession") -> None:
            session.modified = True
            session.accessed = True

        super().__init__(dict(values), on_update)
        self.id = session_id
        self.new = not session_id
        self.modified = False
        self.began = began
        self.saved = saved
        self.user_when_loaded = self.get(_USER_KEY)
        self.trouble: StorageError | None = None


class EngineSessions(SessionInterface):
    """Keeps sessions in the engine's database; a new id is given whenever somebody signs in or out."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    def get_cookie_name(self, app: Flask) -> str:
        """Return the cookie's name; over https its prefix binds it to this host."""
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if self._settings.is_https else name

    def open_session(self, app: Flask, request: Request) -> EngineSession:
        """Return the session that the browser names, or a new empty one."""
        try:
            return self._open(app, request)
        except StorageError as error:
            # Without any session Flask could not even show the page that says so.
            now = datetime.now(UTC)
            session = EngineSession({}, session_id="", began=now, saved=now)
            session.trouble = error
            return session

    def _open(self, app: Flask, request: Request) -> EngineSession:
        now = datetime.now(UTC)
        session_id = request.cookies.get(self.get_cookie_name(app), "")
        kept = read_session(self._engine, session_id=session_id) if session_id else None
        if kept is not None:
            values, began, saved = _unpack(kept)
            if now < began + self._settings.session_longest and now < saved + self._settings.session_idle:
                return EngineSession(values, session_id=session_id, began=began, saved=saved)
            drop_session(self._engine, session_id=session_id)
        return EngineSession({}, session_id="", began=now, saved=now)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session where it changed or is to last longer, and give the browser its id."""
        assert isinstance(session, EngineSession)  # noqa: S101  # this interface opens no other kind
        if session.trouble is not None:
            return
        if session.accessed:
            response.vary.add("Cookie")
        if session.get(_USER_KEY) != session.user_when_loaded and session.id:
            # A new id at every change of user: what was known of the old one is worth nothing now (ASVS 7.2.4).
            drop_session(self._engine, session_id=session.id)
            session.id = ""
        if not session:
            self._forget(app, session, response)
        elif session.modified or not session.id or self._is_ageing(session):
            self._write(app, session, response)

    def _is_ageing(self, session: EngineSession) -> bool:
        return datetime.now(UTC) > session.saved + self._settings.session_idle / _TOUCHES_IN_IDLE_TIME

    def _write(self, app: Flask, session: EngineSession, response: Response) -> None:
        now = datetime.now(UTC)
        session.id = session.id or secrets.token_urlsafe(_ID_BYTES)
        expires_at = min(now + self._settings.session_idle, session.began + self._settings.session_longest)
        data = _pack(session, session.began, now)
        write_session(
            self._engine,
            session_id=session.id,
            data=data,
            expires_at=expires_at,
            account_uniquifier=session.get(_USER_KEY),
        )
        response.set_cookie(
            self.get_cookie_name(app),
            session.id,
            httponly=True,
            secure=self._settings.is_https,
            samesite="Lax",
            path="/",
        )

    def _forget(self, app: Flask, session: EngineSession, response: Response) -> None:
        if session.id:
            drop_session(self._engine, session_id=session.id)
        if session.modified:
            response.delete_cookie(
                self.get_cookie_name(app), path="/", secure=self._settings.is_https, httponly=True, samesite="Lax"
            )


def _pack(values: Mapping[str, Any], began: datetime, saved: datetime) -> bytes:
    return _serializer.dumps({"values": dict(values), "began": began.isoformat(), "saved": saved.isoformat()}).encode()


def _unpack(kept: bytes) -> tuple[dict[str, Any], datetime, datetime]:
    content = _serializer.loads(kept.decode())
    return content["values"], datetime.fromisoformat(content["began"]), datetime.fromisoformat(content["saved"])
