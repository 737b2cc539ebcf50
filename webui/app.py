"""Putting the application together."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from models.db import open_engine
from webui import errors, filters, headers, incoming, navigation, put_out_words, sessions
from webui.config import Settings
from webui.views import BLUEPRINTS

LARGEST_FORM = 1_000_000
MOST_FIELDS = 5_000


def build_app(settings: Settings) -> Flask:
    """An application over one database; raises MissingKey when its keys cannot be found."""
    app = Flask("webui")
    engine = open_engine(settings.database_url)
    app.extensions["roundtrip"] = sessions.Site(settings, engine)
    app.config.update(
        SECRET_KEY=sessions.form_key(settings),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,  # the session's end is the token's end
        WTF_CSRF_SSL_STRICT=settings.https,
    )
    app.jinja_options = {**app.jinja_options, "cache_size": -1}  # every template, however many there are
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.session_interface = sessions.ServerSide()
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    incoming.install(app)
    CSRFProtect(app)
    filters.install(app)
    put_out_words.install(app)
    navigation.install(app)
    headers.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
