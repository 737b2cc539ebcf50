"""What the verbs of the ledger and of pools are tried with."""

from typing import Any

from sqlalchemy.orm import Session

from matcher.policy.ledger import Account
from models.agencies import Agency
from models.ledger import LedgerCorrection
from models.queries.balances import in_one_word, pools, proposals
from models.queries.limits import limits
from models.services import ledger
from models.services import pools as verbs
from models.services.exports import Format
from tests.models.world import NOW, actor, find, the_round

EXCHANGES = {"exchange", "exchange-2"}
COORDINATORS = {"coord-EN", "coord-TR"}
READERS = EXCHANGES | COORDINATORS | {"office", "office-2", "auditor"}


def correction(session: Session) -> dict[str, Any]:
    figures = {"figures": Account(sent=1, days_sent=30), "reason": "Agreed on by letter before Roundtrip."}
    return {"agency": find(session, Agency, "EN"), "year": 2026} | figures


def waiting(session: Session) -> dict[str, Any]:
    """A correction that both exchange coordinators may look at: its author is another one."""
    by = actor(session, "coord-TR")
    given = correction(session)
    found = LedgerCorrection(
        agency_id=given["agency"].id, fiscal_year=2026, author_id=by.id, entered_at=NOW,
        reason=given["reason"], **vars(given["figures"]),
    )  # fmt: skip
    session.add(found)
    session.flush()
    return {"correction": found, "stands": True}


def members(session: Session) -> dict[str, Any]:
    found = [find(session, Agency, code) for code in ("EN", "TR")]
    return {"round_": the_round(session), "name": "Small agencies", "members": found}


def a_pool(session: Session) -> dict[str, Any]:
    return {"pool": verbs.build(session, actor=actor(session, "exchange"), now=NOW, **members(session))}


def balance(session: Session) -> dict[str, Any]:
    return a_pool(session) | {"net_min": -1, "net_max": 1}


def same_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "earlier": the_round(session)}


def owing(session: Session) -> dict[str, Any]:
    """Energy sent somebody, by a correction that stands."""
    given = correction(session)
    by, second = actor(session, "exchange"), actor(session, "exchange-2")
    written = ledger.correct(session, actor=by, now=NOW, **given)
    ledger.look(session, actor=second, now=NOW, correction=written, stands=True)
    round_ = the_round(session)
    found = proposals(session, NOW, limits(session, round_), pools(session, round_))
    return {"round_": round_, "shown": in_one_word(found)}


TRIALS = {
    "start": {
        "ledger.correct": (EXCHANGES, correction),
        "ledger.look": (EXCHANGES, waiting),
        "ledger.take": (READERS, lambda _session: {"format_": Format.CSV}),
        "limits.take_over": (EXCHANGES, owing),
        "pools.build": (EXCHANGES, members),
        "pools.set_balance": (EXCHANGES, balance),
        "pools.dissolve": (EXCHANGES, a_pool),
        "pools.copy": (EXCHANGES, same_round),
    }
}
