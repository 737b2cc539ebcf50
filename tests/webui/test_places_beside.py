"""A place beside other times away, and beside lists in other rounds."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.rotation import written
from models.agreements import Agreement
from models.executives import Executive
from models.proposals import Proposal
from models.queries.pledges import span_of
from models.services import dreamsheets
from tests.models import agreements
from tests.models.test_similar import next_round
from tests.models.world import DAY, NOW, actor, find
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_my_result import RESULT, offers, published
from tests.webui.test_outcomes import words


@published
def test_whoever_took_a_place_reads_of_a_list_elsewhere(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    who = min(offers(db))
    warned = "that falls into the time away of this one you could only decline. "
    there = 'Your list also stands in <a class="usa-link" href="/dream-sheet/R-2">Second round</a>: a place'
    sign_in(client, who.lower())
    db.rollback()
    later = next_round(db, "O-1", "O-2", "O-3", "O-4", "O-5", "O-6")
    me: dict[str, Any] = {"actor": actor(db, who.lower()), "now": NOW}
    theirs = find(db, Executive, who)
    filed = dreamsheets.file_sheet(db, **me, round_=later, executive=theirs, choices=["O-3"])
    dreamsheets.certify_sheet(db, **me, sheet=filed.sheet)
    db.commit()
    before = client.get(f"{RESULT}/accept").text
    send(client, f"{RESULT}/accept")
    for page in (before, client.get(RESULT).text):
        assert there in page
        assert f"{warned}Take out there what overlaps, or withdraw from that round." in words(page)
    clock.move(days=11)
    sign_in(client, who.lower())
    shut = "list there can no longer be changed; you can decline a place there, or withdraw from that round."
    assert f"{warned}The {shut}" in words(client.get(RESULT).text)


@published
def test_place_that_can_begin_after_the_return_is_accepted_and_says_when(
    client: FlaskClient, db: Session
) -> None:
    found = db.scalars(select(Proposal).order_by(Proposal.id)).all()
    offer = next(one for one in found if one.executive.home_agency.code == "EN")
    place, who, days = offer.opportunity, offer.executive.slug, span_of(offer.opportunity)
    place.starts_until = days.end + DAY
    agreements.in_force(db, who, starts_on=days.start, ends_on=days.end)
    db.commit()
    sign_in(client, who.lower())
    overlap, first, until = f"Begun on {written(days.start)}", written(days.end + DAY), days.end + 2 * DAY
    assert f"for you it begins on {first}; home and host" in words(client.get(RESULT).text)
    place.starts_until = until
    db.commit()
    sentence = (
        f"{overlap}, it would overlap your time away under another agreement: for you it begins from {first} "
        "on; home and host write the day into the agreement."
    )
    for page in (client.get(RESULT), client.get(f"{RESULT}/accept")):
        assert sentence in words(page.text)
        assert "away in two places" not in page.text
    assert send(client, f"{RESULT}/accept").status_code == 303
    assert sentence in words(client.get(RESULT).text)
    db.rollback()
    begins = f"; for {offer.executive.name} from {first}: the agreement is drafted from that day"
    for by, act in (("coord-EN", "agree"), (f"host-{place.host_agency.code}", "confirm")):
        assert begins in words(sign_in(client, by).get(f"/answers/{offer.id}").text)
        assert send(client, f"/answers/{offer.id}/{act}").status_code == 303
    db.rollback()
    drafted = select(Agreement.starts_on).where(Agreement.proposal_id == offer.id)
    assert db.scalars(drafted).one() == days.end + DAY
    assert "would overlap" not in sign_in(client, who.lower()).get(RESULT).text
