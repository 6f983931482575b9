"""Makes the web application."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Flask
from flask_security import Security
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from webui.account import blueprint as account
from webui.assets import asset
from webui.context import Installation, signed_in
from webui.desk import blueprint as desk
from webui.failures import OrtooFlask, add_failures
from webui.health import blueprint as health
from webui.languages import add_languages
from webui.metrics import blueprint as metrics
from webui.metrics import watch_requests
from webui.navigation import navigation
from webui.operations import blueprint as operations
from webui.portal import blueprint as portal
from webui.security.accounts import AccountDatastore
from webui.security.headers import add_headers
from webui.security.policy import apply_policy, may_open
from webui.security.sessions import EngineSessions
from webui.security.throttle import limit_attempts
from webui.settings import Settings
from webui.studio import blueprint as studio
from webui.verification import blueprint as verification
from webui.workers import blueprint as workers
from webui.workers.authentication import limit_programs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine import Engine
    from processes.catalogue import Service

__all__ = ["create_app"]

_BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (portal, "/"),
    (account, "/account"),
    (desk, "/desk"),
    (studio, "/studio"),
    (operations, "/operations"),
    (health, "/health"),
    (metrics, "/metrics"),
    (workers, "/engine-rest"),
    (verification, "/verify"),
)
_FORM_FIELDS_LIMIT = 2_000


def create_app(engine: "Engine", *, services: "Iterable[Service]", settings: Settings) -> Flask:
    """Return the web application.

    Args:
        engine: The open engine behind it; whoever opened it closes it.
        services: The services on offer; those whose to-be model is deployed in the engine can be applied for.
        settings: What the installation decides.
    """
    app = OrtooFlask("webui")
    app.extensions["ortoo"] = Installation(
        engine=engine, services={service.key: service for service in services}, settings=settings
    )
    app.config.update(_configuration(settings))
    app.session_interface = EngineSessions(engine, settings)
    _prepare_templates(app)
    app.extensions["ortoo.requests"] = watch_requests(app)
    add_failures(app)
    add_headers(app, settings)
    add_languages(app, settings)
    CSRFProtect(app).exempt(workers)  # it has no session that another site could use
    app.extensions.update(limit_programs(settings.attempts_per_minute, settings.calls_per_minute))
    Security(app, AccountDatastore(engine), register_blueprint=True)
    apply_policy(app)
    limit_attempts(app, settings.attempts_per_minute, settings.uploads_per_minute)
    for blueprint, prefix in _BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.former_secret_keys),
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": settings.upload_limit_bytes,
        "MAX_FORM_PARTS": _FORM_FIELDS_LIMIT,
        "SESSION_COOKIE_NAME": "session",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which ends by itself
        "WTF_CSRF_SSL_STRICT": settings.is_https,
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_POST_LOGIN_VIEW": "account.landing",
        "SECURITY_POST_LOGOUT_VIEW": "portal.home",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"globally_deliverable": False},
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
    }


def _prepare_templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("webui"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    environment.globals["asset"] = asset

    @app.context_processor
    def _frame() -> dict[str, object]:
        return {"navigation": navigation(), "user": signed_in(), "may_open": may_open}
