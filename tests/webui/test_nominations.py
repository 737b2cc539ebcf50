"""An open card is read, its owner invited, and the invitation taken up or put away."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from models.db import unit_of_work
from models.executives import Clearance, Executive
from models.lifecycles import advance
from models.opportunities import Opportunity
from models.queries.aims import open_objectives
from models.releases import RefusalReason, Release, ReleaseState
from models.rounds import Round
from tests.models.plans import written
from tests.models.world import NOW, actor, find
from tests.webui.site import Clock, beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.forms import sheets

pytestmark = pytest.mark.parametrize("stage", ["lists"])
PLACE = "/nominations/R-1/O-5"
WORDS = {"who": "E-05", "serves": "Leading change.", "talent_review": "Named in the review."}


def open_and_invite(client: FlaskClient) -> None:
    send(sign_in(client, "e-05"), "/invitations/card/open")
    sign_in(client, "host-TR")
    assert send(client, f"{PLACE}/invite", WORDS).status_code == 303


def test_card_is_opened_found_read_and_its_owner_invited(client: FlaskClient) -> None:
    e05 = sign_in(client, "e-05")
    assert "Nobody finds your card this way now." in e05.get("/card").text
    assert "Nobody has invited you." in e05.get("/invitations").text
    opened = send(e05, "/invitations/card/open", follow_redirects=True).text
    assert "Agencies other than your own can find your card now." in opened
    assert "Nobody has invited you yet. Since 23 November 2026 agencies find" in e05.get("/invitations").text
    host = sign_in(client, "host-TR")
    assert PLACE in host.get("/our-opportunities/O-5").text
    page = host.get(PLACE).text
    assert "1 open card" in page
    assert "Nobody fits." in host.get(f"{PLACE}?words=nobody").text
    assert "Nobody has read it this way yet." in sign_in(client, "e-05").get("/card").text
    sign_in(client, "host-TR")
    card = send(host, f"{PLACE}/card", {"who": "E-05"}).text
    assert "Invite to Acting director, O-5" in card
    own = sign_in(client, "e-05").get("/card").text
    assert "23 November 2026: host-TR, for “Acting director, O-5”, Treasury" in own
    sign_in(client, "host-TR")
    lacking = send(host, f"{PLACE}/invite", {"who": "E-05"})
    sentence = "Say which objective of development the post serves."
    assert (lacking.status_code, beside(lacking)) == (422, {"serves": sentence})
    no_reason = send(host, f"{PLACE}/invite", {"who": "E-05", "serves": "x"})
    assert beside(no_reason) == {"agency_priorities": "Give at least one of the five reasons."}
    sent = send(host, f"{PLACE}/invite", WORDS, follow_redirects=True).text
    assert "waits for an answer" in sent
    assert send(host, f"{PLACE}/invite", WORDS).status_code == 409
    assert send(host, f"{PLACE}/card", {"who": "E-01"}, follow_redirects=True).text.count("not open to") == 1


def test_whoever_policy_refuses_is_not_written_to_in_vain(client: FlaskClient, engine: Engine) -> None:
    send(sign_in(client, "e-05"), "/invitations/card/open")
    with unit_of_work(engine) as session:
        find(session, Opportunity, "O-5").clearance = Clearance.TOP_SECRET
        find(session, Executive, "E-05").clearance = Clearance.NONE
    card = words(send(sign_in(client, "host-TR"), f"{PLACE}/card", {"who": "E-05"}).text)
    refused = "Invented Person 5 cannot be invited to Acting director, O-5 (O-5): "
    assert f"{refused}O-5 needs a clearance (top secret); the card says none." in card
    assert "Send the invitation" not in card


def test_invitation_is_taken_up(client: FlaskClient, engine: Engine) -> None:
    open_and_invite(client)
    e05 = sign_in(client, "e-05")
    assert "Treasury invites you to “Acting director, O-5”; answer it or let it be" in e05.get("/").text
    with unit_of_work(engine) as session:
        find(session, Opportunity, "O-5").title = "Acting\ndirector, O-5"  # as a file may bring it
    assert "Treasury invites you to “Acting director, O-5”; answer it or let it be" in e05.get("/").text
    page = e05.get("/invitations/1").text
    assert "you have none that is open" in page
    assert "</a>: a sentence, what it strengthens and the day to reach it by are enough, in a draft" in page
    with unit_of_work(engine) as session:
        written(session, "E-05")
        own = open_objectives(session, find(session, Executive, "E-05"))[0].id
    page = e05.get("/invitations/1").text
    assert "Leading change." in page
    assert "creates no enforceable right" in page
    assert "(Executive Order 13714 section 5; in force since 15 December 2015; the text was read)" in page
    assert "Named in the review." in page
    lacking = send(e05, "/invitations/1/take-up", {})
    assert beside(lacking) == {
        "objective": "Choose the objective of your plan that the post serves.",
        "voluntary": "Tick the sentence if you agree with it; without it no consent is given.",
    }
    taken = send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"}, follow_redirects=True)
    assert "It is at the end of your dream sheet" in taken.text
    assert "You took it up." in e05.get("/invitations").text
    assert "You took it up: it is for you to rank on" in e05.get("/invitations/1").text
    send(e05, "/dream-sheet/R-1/withdraw")
    gone = e05.get("/invitations/1").text
    assert "You took it up, and it is not on <a" in gone
    assert ">add it again</a> and certify by <strong>" in gone
    host = sign_in(client, "host-TR")
    assert "taken up: it was put on the person’s own list" in host.get(PLACE).text


def test_post_that_stands_on_the_sheet_already_stays_where_it_is(client: FlaskClient, engine: Engine) -> None:
    open_and_invite(client)
    with unit_of_work(engine) as session:
        written(session, "E-05")
        own = open_objectives(session, find(session, Executive, "E-05"))[0].id
    e05 = sign_in(client, "e-05")
    assert "it counts once you certify the sheet with it" in e05.get("/invitations/1").text
    for slug in ("O-5", "O-1"):
        send(e05, "/dream-sheet/R-1/add", {"opportunity": slug})
    page = e05.get("/invitations/1").text
    assert (
        "The post stands on your dream sheet already, as number 1, and stays there; it counts there" in page
    )
    assert "goes to the end" not in page
    taken = send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"}, follow_redirects=True)
    assert (
        "It stands on your dream sheet already, as number 1; it counts there once the sheet is certified."
        in taken.text
    )
    assert "It is at the end" not in taken.text
    assert "is now number" not in taken.text


def test_post_on_the_certified_sheet_counts_without_certifying_anew(
    client: FlaskClient, engine: Engine
) -> None:
    open_and_invite(client)
    with unit_of_work(engine) as session:
        written(session, "E-05")
        own = open_objectives(session, find(session, Executive, "E-05"))[0].id
    e05 = sign_in(client, "e-05")
    send(e05, "/dream-sheet/R-1/add", {"opportunity": "O-5"})
    send(e05, "/dream-sheet/R-1/certify", {"seen": "O-5", "voluntary": "y"})
    page = e05.get("/invitations/1").text
    assert (
        "The post stands on your certified dream sheet already, as number 1, and stays there; nothing" in page
    )
    assert "nothing is to be certified anew." in page
    taken = send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"}, follow_redirects=True)
    there = "It stands on your certified dream sheet, as number 1; nothing is to be certified anew."
    assert there in taken.text
    assert "this list counts" in taken.text
    assert "is now number" not in taken.text
    page = e05.get("/invitations/1").text
    assert "your certified dream sheet</a>, as number 1." in page
    assert "which counts once it is certified" not in page


def test_list_that_was_certified_stands_until_the_change_is_certified_too(
    client: FlaskClient, clock: Clock, engine: Engine
) -> None:
    open_and_invite(client)
    e05 = sign_in(client, "e-05")
    for slug in ("O-5", "O-1"):
        send(e05, "/dream-sheet/R-1/add", {"opportunity": slug})
    send(e05, "/dream-sheet/R-1/certify", {"seen": sheets.written([["O-5"], ["O-1"]])})
    waits = (
        "The post stands on your certified dream sheet as number 1 already, and stays there without an answer"
    )
    assert waits in e05.get("/invitations/1").text
    with unit_of_work(engine) as session:
        written(session, "E-05")
        own = open_objectives(session, find(session, Executive, "E-05"))[0].id
    send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"})
    still = "Until then the list you certified stands, with this post as number 1."
    send(e05, "/dream-sheet/R-1/arrange", {"slug": "O-5", "act": "down"})
    page = e05.get("/invitations/1").text
    assert "You took it up: it is for you to rank on" in page
    assert still in page
    send(e05, "/dream-sheet/R-1/remove", {"opportunity": "O-5"})
    page = words(e05.get("/invitations/1").text)
    assert (
        "You took it up, and took it off your dream sheet since; that counts once the sheet is cert" in page
    )
    assert still in page
    assert "add it again" not in page
    clock.move(days=30)
    sign_in(client, "e-05")
    assert "your certified dream sheet</a>, as number 1." in client.get("/invitations/1").text


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("fill", "The post was filled meanwhile: there is nothing for you to answer."),
        ("withdraw", "The post was withdrawn meanwhile: there is nothing for you to answer."),
    ],
)
def test_invitation_to_a_post_that_is_gone_asks_for_nothing(
    client: FlaskClient, engine: Engine, act: str, sentence: str
) -> None:
    open_and_invite(client)
    with unit_of_work(engine) as session:
        post, by = find(session, Opportunity, "O-5"), actor(session, "system")
        advance(session, post, act, actor=by, now=NOW, reason="Filled elsewhere.")
        written(session, "E-05")
        own = open_objectives(session, find(session, Executive, "E-05"))[0].id
    e05 = sign_in(client, "e-05")
    assert "invites you to" not in e05.get("/").text
    assert sentence in e05.get("/invitations").text
    page = e05.get("/invitations/1").text
    assert sentence in page
    assert "/rounds/R-1/catalogue/O-5" not in page
    assert "Put it away" not in page
    refused = send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"})
    assert (refused.status_code, summary(refused)) == (409, [sentence])
    host = sign_in(client, "host-TR")
    place = host.get(PLACE).text
    assert "The round does not offer it any more: nobody is invited to it now." in place
    assert "not taken up" in place
    assert PLACE not in host.get("/our-opportunities/O-5").text


def test_whoever_is_not_released_has_nothing_to_take_up(client: FlaskClient, engine: Engine) -> None:
    open_and_invite(client)
    with unit_of_work(engine) as session:
        who, round_ = find(session, Executive, "E-05"), session.scalars(select(Round)).one()
        refused = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
        session.add(Release(round_id=round_.id, executive_id=who.id, asked_at=NOW))
        session.flush()
        session.execute(update(Release).values(refused))
        written(session, "E-05")
        own = open_objectives(session, who)[0].id
    e05 = sign_in(client, "e-05")
    assert "invites you to" not in e05.get("/").text
    listed = e05.get("/invitations").text
    sentence = "Your home agency does not release you in First invented round: there is nothing to take up."
    assert sentence in listed
    page = words(e05.get("/invitations/1").text)
    assert "your home agency does not release you. So nothing comes of this invitation" in page
    assert ("Take it up" in page, "Put it away" in page, "Yours to answer" in page) == (False, False, False)
    refused_by = send(e05, "/invitations/1/take-up", {"objective": own, "voluntary": "y"})
    told = "Your home agency does not release you in this round: no list of yours counts in it."
    assert (refused_by.status_code, summary(refused_by)) == (409, [told])
    sign_in(client, "host-TR")
    assert "waits for an answer" in client.get(PLACE).text


def test_no_and_no_answer_look_the_same(client: FlaskClient, clock: Clock) -> None:
    open_and_invite(client)
    client.get("/")  # what was said of the sending is read
    before = client.get(PLACE).text
    e05 = sign_in(client, "e-05")
    assert "Then come back here from your desk." in e05.get("/invitations/1").text
    assert "Put away." in send(e05, "/invitations/1/put-away", follow_redirects=True).text
    assert "invites you to" not in e05.get("/").text
    assert "Then come back here through “My invitations” on My card." in e05.get("/invitations/1").text
    sign_in(client, "host-TR")
    assert _without_tokens(client.get(PLACE).text) == _without_tokens(before)
    clock.move(days=11)
    sign_in(client, "host-TR")
    told = words(client.get(PLACE).text)
    assert "not taken up" in told
    assert (
        "“Not taken up” speaks of the invitation alone: whoever put the opportunity on the list without "
        "answering it asked for it all the same, and stands among the applicants once hosts rank."
    ) in told


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line]
