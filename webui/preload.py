"""What a process that serves has ready before anybody asks, so that nobody's first page pays for it."""

from __future__ import annotations

import gc

from flask import Flask

import matcher


def preload(app: Flask) -> Flask:
    """The same application, with the engine loaded and every template compiled."""
    for name in matcher.__all__:
        getattr(matcher, name)
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    gc.collect()
    gc.freeze()  # what is loaded stays for good: no search for garbage goes through it again
    return app
