"""What comes next of the roles that a person holds: one that ends soon takes its pages away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.actors import Actor
from models.holding import Holder
from models.queries.directory import SOON
from webui.desk import News
from webui.filters import kind


def provide(_session: Session, actor: Actor, now: datetime) -> Iterator[News]:
    """Each role that ends within 30 days, unless it was prolonged."""
    last: dict[tuple[str, int | None], datetime] = {}
    for grant in Holder(actor, now).grants():
        key = grant.role.value, grant.agency_id
        last[key] = max(grant.ends_at, last.get(key, grant.ends_at))
    for (role, _agency), ends in last.items():
        if ends <= now + SOON:
            sentence = f"Your role as {kind(role)} ends; ask the programme office if it is to go on"
            yield News(sentence, ends, address=url_for("account.page"))
