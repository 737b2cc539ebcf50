"""What a brief is made from, read from the address: nothing of it is stored."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from models.days import iso_day
from webui.guidance import OTHER, agendas
from webui.guidance.brief import RequestFacts

PAST = "The day by which advice is needed has passed."
UNREAD = "This is no day: write it as in 2026-12-07."


def asked(args: MultiDict[str, str], today: date) -> tuple[RequestFacts, str]:
    """The facts as far as they can be read, and what is wrong with the day, if anything: it is left out."""
    by = iso_day(args.get("by", ""))
    past = by is not None and by < today
    fault = PAST if past else UNREAD if by is None and args.get("by", "").strip() else ""
    situation = args.get("situation", OTHER)
    facts = RequestFacts(
        situation if situation in agendas() else OTHER,
        must=tuple(filter(None, [args.get("must", "")[:200].strip()])),
        nice=tuple(filter(None, [args.get("nice", "")[:200].strip()])),
        need_by=None if past else by,
        in_person="in_person" in args,
    )
    return facts, fault
