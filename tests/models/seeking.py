"""People and places that look for one another, for the pages: what stands beside the sheets of the round."""

from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Kind
from models.rounds import RoundOpportunity
from models.services import open_cards, saved_searches, service_records, vacancies
from tests.models import trials_seeking as given
from tests.models.walk import Walk, draft
from tests.models.world import NOW, actor, approve_one, find, the_round


def fill(session: Session, times: int) -> None:
    """While the lists are open: E-01 is invited, two cards more are open, E-05 has saved searches and said of
    one of two sabbaticals that no annuity is open, EN expects posts to come free; searches and posts `times`
    as many."""
    Walk(session).to_filed()
    given.invited(session)
    another = find(session, Executive, "E-02")
    open_cards.open_card(session, actor=actor(session, "e-02"), now=NOW, executive=another)
    given.own_card(session)
    for number in range(times):
        given.saved(session, f"Treasury {number + 1}")
    host, owner = actor(session, "host-EN"), actor(session, "e-05")
    for _ in range(2 * times):
        vacancies.project(session, actor=host, now=NOW, **given.of_agency(session))
    for slug in ("S-1", "S-2"):
        made = approve_one(session, slug, "TR", kind=Kind.SABBATICAL)
        session.add(RoundOpportunity(round_id=the_round(session).id, opportunity_id=made.id))
    session.flush()
    person = find(session, Executive, "E-05")
    service_records.attest(session, actor=owner, now=NOW, executive=person, opportunity=made)
    quiet = given.saved(session, "Quiet Treasury")["search"]
    saved_searches.quiet(session, actor=owner, now=NOW, search=quiet)


def interview(session: Session, _times: int) -> None:
    """While hosts rank: the applicants are opened, and a slot with one of them is agreed."""
    Walk(session).to_ranking()
    draft(session, "O-3", ["E-02"])
    given.agreed(session)
