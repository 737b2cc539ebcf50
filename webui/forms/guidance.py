"""What a brief is made from, read from the address: nothing of it is stored."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from webui.guidance import OTHER, agendas
from webui.guidance.brief import RequestFacts


def asked(args: MultiDict[str, str]) -> RequestFacts:
    """The facts as far as they can be read; whatever cannot is left out."""
    situation = args.get("situation", OTHER)
    return RequestFacts(
        situation if situation in agendas() else OTHER,
        must=tuple(filter(None, [args.get("must", "")[:200].strip()])),
        nice=tuple(filter(None, [args.get("nice", "")[:200].strip()])),
        need_by=_day(args.get("by", "")),
        in_person="in_person" in args,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
