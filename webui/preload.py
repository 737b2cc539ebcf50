"""What a process that serves has ready before anybody asks, so that nobody's first page pays for it."""

from __future__ import annotations

import gc

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

import matcher
from models.db import unit_of_work
from models.queries.explanations import make_ready
from models.queries.standing import open_rounds, standing_run
from models.services import repairs


def preload(app: Flask) -> Flask:
    """The same application, with the engine loaded, every template compiled and what stands worked out."""
    for name in matcher.__all__:
        getattr(matcher, name)
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    try:
        _work_out(app)
    except SQLAlchemyError:  # a process that begins while the database is away serves once it is back
        app.logger.exception("the database did not answer: nothing is worked out before the first page")
    gc.collect()
    gc.freeze()  # what is loaded stays for good: no search for garbage goes through it again
    return app


def _work_out(app: Flask) -> None:
    """The accounts of the runs that stand and the repairs of them, as many as a process keeps."""
    engine = app.extensions["roundtrip"].engine
    with unit_of_work(engine, read_only=True) as session:
        for round_ in reversed(open_rounds(session, repairs.KEPT)):
            try:
                make_ready(session, standing_run(session, round_))
                repairs.prepare(session, round_)
            except Exception:  # it is the matter of its own pages, and keeps no other round from its own
                app.logger.exception("round %s could not be worked out before the first page", round_.slug)
