"""My result: the ladder, the answer, and nobody else's."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Kind
from models.proposals import Proposal, ProposalState
from models.queries.pledges import span_of
from models.services import proposals
from tests.models import agreements
from tests.models.answering import answer
from tests.models.walk import SHEETS, Walk
from tests.models.world import DAY, NOW, actor
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words

RESULT = "/result/R-1"
published = pytest.mark.parametrize("stage", ["published"])


def offers(db: Session) -> dict[str, ProposalState]:
    db.rollback()
    rows = db.scalars(select(Proposal).execution_options(populate_existing=True)).all()
    return {row.executive.slug: row.state for row in rows if row.state is not ProposalState.SUPERSEDED}


@published
def test_everybody_reads_their_own_result_choice_by_choice(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    placed = offers(db)
    assert placed
    for number in range(1, 13):
        slug = f"E-{number:02}"
        page = sign_in(make_client(), slug.lower()).get(RESULT).text
        assert ("You were placed with your" in page) is (slug in placed), slug
        assert "Choice by choice" in page
        assert "Your lottery number is" in page
        assert ("This is your place." in page) is (slug in placed)
        tied = [one for group in SHEETS[slug] if isinstance(group, list) for one in group]
        assert page.count("(tied with 1 other)") == len(tied)
        assert [
            f"Person {other}<" for other in range(1, 13) if other != number and f"Person {other}<" in page
        ] == []


@published
def test_offer_waits_on_the_desk_until_it_is_answered(client: FlaskClient, db: Session) -> None:
    who = min(offers(db))
    sign_in(client, who.lower())
    assert "offers you a place" in client.get("/").text
    page = client.get(f"{RESULT}/accept").text
    assert "nothing starts before that is signed" in page
    assert "the host of this post, will see your card: accepting opens it to that host’s contacts" in page
    assert send(client, f"{RESULT}/accept").location == RESULT
    assert offers(db)[who] is ProposalState.ACCEPTED
    page = client.get(RESULT).text
    assert "You accepted. Next, your home agency agrees" in page
    assert "; then the host confirms, and after that home and host agree on the terms with you" in page
    assert "You accepted your place" in client.get("/").text
    again = send(client, f"{RESULT}/accept", follow_redirects=True)
    assert "Nothing was changed: this offer was answered already." in again.text
    assert client.get(f"{RESULT}/accept").location == RESULT
    back = client.get(f"{RESULT}/decline").text
    assert "<h1>Take my acceptance back</h1>" in back.replace(' tabindex="-1"', "")
    assert ("Take it back and decline" in back, "Decline this place" in back) == (True, False)
    assert "take your acceptance back above: that is enough." in client.get(RESULT).text
    assert "Take my acceptance back" in client.get(RESULT).text
    send(client, f"{RESULT}/decline")
    assert offers(db)[who] is ProposalState.DECLINED
    assert client.get(f"{RESULT}/decline").location == RESULT
    assert send(client, f"{RESULT}/decline").location == RESULT
    assert offers(db)[who] is ProposalState.DECLINED


@published
def test_place_without_a_way_back_is_accepted_by_signing_the_sentence(
    client: FlaskClient, db: Session
) -> None:
    who = min(offers(db))
    offer = db.scalars(select(Proposal).join(Proposal.executive).where(Executive.slug == who)).one()
    offer.opportunity.kind = Kind.TRANSFER
    db.commit()
    sign_in(client, who.lower())
    assert "There is none. Nothing brings you back" in words(client.get(RESULT).text)
    assert "Kind transfer, for good" in words(client.get(RESULT).text)
    page = client.get(f"{RESULT}/accept").text
    text = unescape(page.split('name="text" value="')[1].split('"')[0])
    assert text.startswith("I accept ")
    refused = send(client, f"{RESULT}/accept", {"text": text})
    sentence = "This place has no way back: accept it only by signing the sentence that says so."
    assert (refused.status_code, beside(refused), summary(refused)) == (422, {"signed": sentence}, [sentence])
    assert send(client, f"{RESULT}/accept", {"text": text, "signed": "y"}).status_code == 303
    db.rollback()
    db.refresh(offer)
    assert (offer.state, offer.acknowledged) == (ProposalState.ACCEPTED, text)
    page = client.get(RESULT).text
    assert str(offer.acknowledged_sha256) in page
    assert "It binds you to nothing now" not in page
    send(client, f"{RESULT}/decline")
    assert "It binds you to nothing now: the offer has ended" in client.get(RESULT).text


@published
def test_place_beside_an_agreement_in_force_is_not_accepted_and_says_why(
    client: FlaskClient, db: Session
) -> None:
    found = db.scalars(select(Proposal).order_by(Proposal.id)).all()
    offer = next(one for one in found if one.executive.home_agency.code == "EN")
    days, who = span_of(offer.opportunity), offer.executive.slug
    agreements.in_force(db, who, starts_on=days.start, ends_on=days.end)
    db.commit()
    sign_in(client, who.lower())
    for page, status in ((client.get(f"{RESULT}/accept"), 200), (send(client, f"{RESULT}/accept"), 422)):
        assert page.status_code == status
        assert "You would be away in two places at a time" in page.text
        assert "Your answer is due by <strong>" in page.text
        assert "The days overlap time away under another agreement, from" in page.text
        assert "Accept this place" not in page.text
        assert "until its host has confirmed it; then its agreement, which <a" in page.text
    assert "away in two places" not in client.get(f"{RESULT}/decline").text
    result = client.get(RESULT).text
    assert "As long as that stands, you can only decline this one." in result
    assert "An agreement in force makes way by an early end that all five sign: <a" in result
    assert (
        'href="/my-way-back">my way back</a> says whom to ask. A move for good makes way for noth' in result
    )
    assert "The executive" not in result, "it is read by nobody else"
    assert f"{RESULT}/accept" not in result
    assert f'href="/catalogue/R-1/{offer.opportunity.slug}"' in result
    assert offers(db)[who] is ProposalState.OFFERED


@published
def test_offer_is_declined_without_a_reason(client: FlaskClient, db: Session) -> None:
    who = max(offers(db))
    sign_in(client, who.lower())
    assert "it never counts against you" in client.get(f"{RESULT}/decline").text
    send(client, f"{RESULT}/decline")
    assert offers(db)[who] is ProposalState.DECLINED
    page = client.get(RESULT).text
    assert "You declined. Nothing has to be done. The next round is open" in words(page)
    assert "Leave the round" not in page
    assert "This was your place." in page
    assert "This is your place." not in page
    declined = "You declined your place of First invented round; your result says what you can do next"
    assert declined in client.get("/").text


@published
def test_whoever_was_not_placed_has_no_offer_to_answer(client: FlaskClient, db: Session) -> None:
    who = next(slug for slug in (f"E-{n:02}" for n in range(1, 13)) if slug not in offers(db))
    sign_in(client, who.lower())
    assert "First invented round has no place for you" in client.get("/").text
    assert [send(client, f"{RESULT}/{verb}").status_code for verb in ("accept", "decline")] == [404, 404]


@published
def test_result_of_others_cannot_be_addressed(client: FlaskClient) -> None:
    sign_in(client, "host-EN")
    paths = ("/result", RESULT, f"{RESULT}/accept", f"{RESULT}/E-05")
    assert [client.get(path).status_code for path in paths] == [404] * 4


@pytest.mark.parametrize("stage", ["filed", "ranking", "frozen", "solved", "conference", "approved"])
def test_nothing_is_told_before_publication(client: FlaskClient) -> None:
    sign_in(client, "e-05")
    page = client.get(RESULT).text
    assert "There is no result yet." in page
    assert "offers you a place" not in client.get("/").text
    assert client.get(f"{RESULT}/accept").status_code == 404


@pytest.mark.parametrize("stage", ["closed"])
def test_offer_nobody_answered_lapsed(client: FlaskClient, db: Session) -> None:
    who = min(offers(db))
    sign_in(client, who.lower())
    page = client.get(RESULT).text
    assert "so the offer lapsed" in page
    assert "lapsed: no answer of yours in time" in page


@published
def test_offer_that_ended_is_told_by_how_it_ended(client: FlaskClient, db: Session) -> None:
    late, refused, silent, alone, *_ = sorted(db.scalars(select(Proposal)), key=lambda one: one.id)
    answer(db, silent, "accept", "agree_home")
    answer(db, alone, "accept")
    lapsed = [late, silent, alone]
    proposals.lapse(db, actor=actor(db, "system"), now=NOW + 60 * DAY, proposals=lapsed)
    answer(db, refused, "accept", "agree_home", "refuse_host")
    db.commit()
    sign_in(client, late.executive.slug.lower())
    assert "Your offer of First invented round lapsed without an answer of yours" in client.get("/").text
    for who, whose in ((silent, "The host"), (alone, "Your home agency")):
        told = f"{whose} did not answer in time, so your offer of First invented round lapsed: read why, and "
        assert told in sign_in(client, who.executive.slug.lower()).get("/").text
    sign_in(client, refused.executive.slug.lower())
    told = "The host did not confirm your place of First invented round: read why, and keep"
    assert told in client.get("/").text
    page = client.get(RESULT).text
    assert "ended: the host said no" in page
    assert "You were offered your" in page
    assert "Another seat of this round may still be offered to you" in page
    send(client, f"{RESULT}/keep-sheet")
    told = "The host did not confirm your place of First invented round: read why. Your sheet is kept for the"
    assert told in client.get("/").text


@published
def test_offer_that_home_ended_asks_for_nothing_more(client: FlaskClient, db: Session) -> None:
    refused = min(db.scalars(select(Proposal)), key=lambda one: one.id)
    answer(db, refused, "accept", "refuse_home")
    db.commit()
    desk = sign_in(client, refused.executive.slug.lower()).get("/").text
    said = "Your home agency did not agree to your place of First invented round: read why, and what you can"
    assert f'<li><a href="{RESULT}">{said} do next</a></li>' in desk


@published
def test_whoever_got_no_place_is_offered_what_to_do_next(client: FlaskClient, db: Session) -> None:
    sign_in(client, "e-01")
    assert (
        "First invented round has no place for you: read why, and keep your sheet for the scramble if you "
        "wish; freed seats are offered in it to those alone who kept theirs, and it can open any day</p>"
        in " ".join(client.get("/").text.split())
    )
    page = client.get(RESULT).text
    for address in ("#scramble", f"{RESULT}/similar", "/ask/new?about=rotation"):
        assert f'href="{address}"' in page
    assert "left nothing free that is much like your choices" in client.get(f"{RESULT}/similar").text
    for who in offers(db):
        other = sign_in(client, who.lower())
        assert "What you can do next" not in other.get(RESULT).text
        send(other, f"{RESULT}/decline")
        assert "What you can do next" in other.get(RESULT).text
    similar = unescape(sign_in(client, "e-01").get(f"{RESULT}/similar").text)
    assert (
        "Like your first choice, Acting director, O-3: the same qualification (Achieving Results), "
        "the same kind (detail), the same agency, the same state (District of Columbia)."
    ) in similar
    assert 'href="/searches/new/R-1?words=Acting+director,+O-4"' in similar


@published
def test_person_without_a_place_keeps_the_sheet_and_takes_it_out(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    first, placed = Walk(db).unplaced()[0].lower(), "e-10"
    assert "Keep my sheet for the scramble" not in sign_in(make_client(), placed).get(RESULT).text
    client = sign_in(make_client(), first)
    page = client.get(RESULT).text
    assert "Keep my sheet for the scramble" in page
    assert (
        "keep your sheet for the scramble , best now, since it opens on no fixed day. Other people answer "
        "their offers first: the answers asked of them now are due by"
    ) in words(page)
    assert "If you do nothing, you are not in the scramble." in page
    assert "keep your sheet for the scramble if you wish" in client.get("/").text
    assert page.count('href="#scramble"') == 1, "the page asks once whether the sheet is kept"
    kept = send(client, f"{RESULT}/keep-sheet", follow_redirects=True)
    assert "Next, wait: there is nothing to do until you are told." in kept.text
    assert "Your sheet is kept for the scramble of First invented round" in client.get("/").text
    assert send(client, f"{RESULT}/keep-sheet").status_code == 409
    send(client, f"{RESULT}/take-back-sheet")
    db.rollback()
    assert [row.taken_back_at is None for row in db.scalars(select(KeptSheet))] == [False]
    assert "Keep my sheet for the scramble" in client.get(RESULT).text
    assert "keep your sheet for the scramble if you wish" not in client.get("/").text, "it is answered"
    assert "First invented round has no place for you: read why, and what you can do next" in words(
        client.get("/").text
    )


@pytest.mark.parametrize("stage", ["mentors"])
@pytest.mark.parametrize(("about", "chosen"), [("crisis", 1), ("unheard", 0)])
def test_request_begins_with_the_situation_of_the_address(
    client: FlaskClient, about: str, chosen: int
) -> None:
    page = sign_in(client, "e-05").get(f"/ask/new?about={about}").text
    assert page.count('id="situation-2" value="2" checked') == page.count("checked") == chosen


@pytest.mark.parametrize("stage", ["approved"])
def test_similar_ones_are_compared_with_a_result_alone(client: FlaskClient) -> None:
    assert sign_in(client, "e-01").get(f"{RESULT}/similar").status_code == 404
