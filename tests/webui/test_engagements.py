"""The page of conversations that run, for both sides: contact, messages, more time, the end, a report."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.engagements import EndReason, Engagement, EngagementState, Message, MisuseReport, Side
from models.mentoring_offers import MentoringOffer, OfferState
from models.queries.meetings import of_engagement
from models.queries.mentoring_due import Due
from models.services import meetings, mentoring_clock, mentoring_offers
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, beside, send, sign_in

RUNNING, RATING = 1, 2  # engagements of the stage: E-01 is the mentee, E-05 and E-09 are the mentors
TALK = f"/engagements/{RUNNING}"
SIDES = {"e-01": "Invented Person 5", "e-05": "Invented Person 1"}
Open = Callable[[], FlaskClient]
both = pytest.mark.parametrize("slug", SIDES)


@pytest.fixture
def stage() -> str:
    return "helped"


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def anew(db: Session) -> Session:
    db.rollback()
    db.expire_all()
    return db


@both
def test_either_side_reads_contact_time_and_thread_and_writes(
    client: FlaskClient, db: Session, slug: str
) -> None:
    one = sign_in(client, slug)
    page = one.get(TALK).text
    for words in (
        f"Conversations with {SIDES[slug]}",
        "Shall we begin at nine?",
        "at most 3 conversations",
        "Wednesday 25 November 2026, 9:00 a.m. Eastern",
        'href="/guidance/agendas/reorganization">an agenda for the hour, “Reorganization”',
        'href="/guidance/roles">what is expected of each of you',
        "For arranging things. The thread is erased when the conversations end.",
        "the messages are erased, and both of you are asked four questions. It cannot be undone.",
    ):
        assert words in page
    brief = '/brief">what you asked, on one page with an agenda</a>'
    assert (brief in page) == (slug == "e-01")
    assert send(one, f"{TALK}/messages", {"text": "<b>See you.</b>"}).location == TALK
    assert "&lt;b&gt;See you.&lt;/b&gt;" in one.get(TALK).text
    assert len(anew(db).scalars(select(Message)).all()) == 3


def test_mentor_finds_the_conversations_from_what_is_given(client: FlaskClient) -> None:
    assert f'href="{TALK}">Invented Person 1</a>' in sign_in(client, "e-05").get("/giving").text


def test_desk_says_who_wrote_last_and_who_asks_for_more_time(e01: FlaskClient, make_client: Open) -> None:
    e05 = sign_in(make_client(), "e-05")
    wrote, asks = "{} wrote to you on 2", "{} asks for more time for your conversations — by 22 January 2027"
    assert wrote.format("Invented Person 5") in e01.get("/").text
    assert wrote.format("Invented Person 1") not in e05.get("/").text
    send(e01, f"{TALK}/messages", {"text": "And you?"})
    send(e01, f"{TALK}/extend")
    assert wrote.format("Invented Person 5") not in e01.get("/").text
    desk = e05.get("/").text
    assert wrote.format("Invented Person 1") in desk
    assert asks.format("Invented Person 1") in desk
    assert asks.format("Invented Person 5") not in e01.get("/").text


def test_message_that_was_read_leaves_the_desk_and_stays_in_the_thread(e01: FlaskClient) -> None:
    wrote, act = "Invented Person 5 wrote to you on 2", "Read: no answer is needed"
    assert wrote in e01.get("/").text
    assert act in e01.get(TALK).text
    assert send(e01, f"{TALK}/messages/2/read").location == TALK
    page = e01.get(TALK).text
    assert "Off your desk. What was written stays here until the conversations end." in page
    assert "<p>Yes.</p>" in page
    assert act not in page
    assert wrote not in e01.get("/").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write a message."), ("x" * 1001, "Write at most 1,000 characters.")],
)
def test_message_refuses(e01: FlaskClient, text: str, sentence: str) -> None:
    answer = send(e01, f"{TALK}/messages", {"text": text})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


def test_message_that_comes_too_late_keeps_its_words(e01: FlaskClient) -> None:
    assert send(e01, f"{TALK}/finish").status_code == 303
    answer = send(e01, f"{TALK}/messages", {"text": "Typed late."})
    assert answer.status_code == 409
    assert beside(answer) == {"text": "The conversations have ended, and with them the thread."}
    assert "Typed late.</textarea>" in answer.text


def test_more_time_is_asked_for_by_one_and_agreed_to_by_the_other(
    e01: FlaskClient, make_client: Open, db: Session
) -> None:
    until = anew(db).get_one(Engagement, RUNNING).runs_until
    assert send(e01, f"{TALK}/extend").status_code == 303
    page = e01.get(TALK).text
    assert "Noted. Once Invented Person 5 asks for it too, there is more time." in page
    assert "You asked for more time; it waits for Invented Person 5." in page
    e05 = sign_in(make_client(), "e-05")
    page = e05.get(TALK).text
    assert "Invented Person 1 asks for more time: 60 days and 3 conversations more, once you agree." in page
    assert "Agree to more time" in page
    assert send(e05, f"{TALK}/extend").status_code == 303
    assert "Both of you asked for it: there is more time now." in e05.get(TALK).text
    talk = anew(db).get_one(Engagement, RUNNING)
    assert (talk.meetings_allowed, talk.runs_until > until) == (6, True)


@both
def test_conversations_are_finished_by_either_side(
    client: FlaskClient, db: Session, clock: Clock, slug: str
) -> None:
    one = sign_in(client, slug)
    assert send(one, f"{TALK}/finish").status_code == 303
    talk = anew(db).get_one(Engagement, RUNNING)
    assert (talk.state, talk.ended_by) == (
        EngagementState.FEEDBACK,
        Side.MENTEE if slug == "e-01" else Side.MENTOR,
    )
    page = one.get(TALK).text
    assert "Finished. In 1 hour both of you are asked how it was." in page
    assert "open for feedback" not in page
    assert "both of you are asked four questions about them; they then stand here" in page
    clock.move(hours=1, minutes=1)
    assert "Shortly both of you are asked four questions about them" in sign_in(client, slug).get(TALK).text
    clock.move(hours=-1, minutes=-1)
    sign_in(client, slug)
    assert "Shall we begin at nine?" not in page
    assert "The messages are erased, and neither of you sees here any more how to reach the other." in page
    other = SIDES[slug]
    lasting = {"e-01": "you are asked one thing more: what lasted.", "e-05": f"{other} is asked what lasted;"}
    assert f"On 21 February 2027 {lasting[slug]}" in page
    meeting = one.get("/meetings/1").text
    assert other in meeting
    assert "mailto:" not in meeting
    assert "<dt>Where</dt>" not in meeting


def test_mentee_ends_them_early_and_the_next_mentor_is_asked(e01: FlaskClient, db: Session) -> None:
    page = e01.get(f"{TALK}/end").text
    assert "Nobody is at fault." in page
    assert "Where it is no good fit, Invented Person 5 is not suggested to you for 180 days." in page
    assert "Choose a reason; nobody is at fault." in send(e01, f"{TALK}/end").text
    fields = {"reason": "solved", "ask_again": "y"}
    sentence = "A question that is solved is asked of nobody else: untick it."
    assert sentence in send(e01, f"{TALK}/end", fields).text
    fields = {"reason": "no_good_fit", "ask_again": "y"}
    assert send(e01, f"{TALK}/end", fields).status_code == 303
    page = e01.get(TALK).text
    assert "Ended. The other one is told, and nobody is at fault. The next mentor is asked." in page
    ended = f'accepted; <a href="{TALK}">the conversations</a> ended early, on 23 November 2026'
    here = f"/requests/{db.get_one(Engagement, RUNNING).request_id}"
    assert ended in e01.get(here).text
    assert "How your request stands now is on" in page
    talk = anew(db).get_one(Engagement, RUNNING)
    assert (talk.state, talk.end_reason) == (EngagementState.ENDED, EndReason.NO_GOOD_FIT)
    assert "Invented Person 9 is asked." in e01.get(f"/requests/{RUNNING}").text
    again = send(e01, f"{TALK}/end", fields)
    assert again.status_code == 409
    assert set(beside(again)) == {"reason"}
    assert 'selected value="no_good_fit"' in again.text
    live = MentoringOffer.request_id == talk.request_id, MentoringOffer.state == OfferState.OFFERED
    asked = db.scalars(select(MentoringOffer).where(*live)).one()
    by = actor(db, asked.profile.executive.slug.lower())
    mentoring_offers.accept(db, actor=by, now=NOW, offer=asked)
    db.commit()
    assert ended in e01.get(here).text, "also once the next one has accepted"


def test_mentor_ends_them_early_and_need_not_ask_again(client: FlaskClient, db: Session) -> None:
    e05 = sign_in(client, "e-05")
    page = e05.get(f"{TALK}/end").text
    assert "Unless the question is solved, the next mentor is asked at once." in page
    assert "Put my question to somebody else at once" not in page
    assert "Where it is no good fit, you are not suggested to Invented Person 1 for 180 days." in page
    assert send(e05, f"{TALK}/end", {"reason": "no_time"}).status_code == 303
    talk = anew(db).get_one(Engagement, RUNNING)
    assert (talk.state, talk.ended_by) == (EngagementState.ENDED, Side.MENTOR)


def test_mentee_reads_that_the_mentor_found_the_question_solved(client: FlaskClient) -> None:
    assert send(sign_in(client, "e-05"), f"{TALK}/end", {"reason": "solved"}).status_code == 303
    told = "Your conversations with Invented Person 5 ended early, and nobody else is asked"
    assert told not in client.get("/").text
    e01 = sign_in(client, "e-01")
    assert told in e01.get("/").text
    page = e01.get(f"/requests/{RUNNING}").text
    assert "Nobody else is asked. If your question is still open, ask anew." in page
    assert "Nothing more is asked" not in page


def test_conversations_that_ran_out_of_time_did_not_end_early(client: FlaskClient, db: Session) -> None:
    talk = db.get_one(Engagement, RUNNING)
    for meeting in of_engagement(db, talk):
        meetings.cancel(db, actor=actor(db, "e-05"), now=NOW, meeting=meeting)
    talk.runs_until = local_day(NOW) - DAY
    db.flush()
    item = Due("run_out", RUNNING)
    assert mentoring_clock.act(db, actor=actor(db, "system"), now=NOW, item=item)
    db.commit()
    why = "ended: their time was over, without a meeting"
    e01 = sign_in(client, "e-01")
    assert f"Your conversations with Invented Person 5 {why}, and nobody else is asked" in e01.get("/").text
    assert f"the conversations</a> {why}, on 23 November 2026" in e01.get(f"/requests/{RUNNING}").text
    for page in (TALK, "/meetings"):
        text = e01.get(page).text
        assert (why in text, "ended early" in text) == (True, False)


@both
def test_what_ended_long_ago_still_stands_among_my_conversations(
    client: FlaskClient, db: Session, slug: str
) -> None:
    one = sign_in(client, slug)
    assert f'href="{TALK}">See them' not in one.get("/meetings").text
    assert send(one, f"{TALK}/end", {"reason": "solved"}).status_code == 303
    talk = db.get_one(Engagement, RUNNING)
    talk.began_at, talk.ended_at = NOW - 60 * DAY, NOW - 40 * DAY
    db.commit()
    assert "nobody else is asked" not in sign_in(client, "e-01").get("/").text
    one = sign_in(client, slug)
    page = one.get("/meetings").text
    assert f"Conversations with <strong>{SIDES[slug]}</strong>, ended early<br>" in page
    assert "begun on 24 September 2026, ended on 14 October 2026" in page
    assert "<h2>Times to be chosen</h2>\n<p>No conversation waits for a time." in page
    assert f'href="{TALK}">See them' in page


@both
def test_misuse_is_told_to_the_office_alone(client: FlaskClient, db: Session, slug: str) -> None:
    one = sign_in(client, slug)
    page = one.get(f"{TALK}/report").text
    assert "Only the programme office reads it. The other person is told nothing;" in page
    assert "the conversations go on until one of you ends them." in page
    over = sign_in(client, "e-01").get(f"/engagements/{RATING}/report").text
    assert "you are told when it has.</p>" in over
    one = sign_in(client, slug)
    assert "Say what happened." in send(one, f"{TALK}/report").text
    assert "Write at most 4,000 characters." in send(one, f"{TALK}/report", {"text": "x" * 4001}).text
    assert send(one, f"{TALK}/report", {"text": "Rude."}).status_code == 303
    assert anew(db).scalars(select(MisuseReport)).one().content == "Rude."
    assert f"you are told when it has. Roundtrip tells {SIDES[slug]} nothing of it." in one.get(TALK).text
    other = sign_in(client, {"e-01": "e-05", "e-05": "e-01"}[slug])
    assert "nothing of it." not in other.get(TALK).text


@both
def test_whoever_is_asked_how_it_was_finds_the_questions(
    client: FlaskClient, clock: Clock, slug: str
) -> None:
    number = {"e-01": RATING, "e-05": RUNNING}[slug]
    one = sign_in(client, slug)
    link = f'href="/engagements/{number}/feedback"'
    assert (link in one.get(f"/engagements/{number}").text) is (slug == "e-01")
    clock.move(days=30)
    assert link not in sign_in(one, slug).get(f"/engagements/{number}").text


@pytest.mark.parametrize("slug", ["e-02", "e-09", "office", "exchange"])
def test_pages_are_those_of_the_two_alone(client: FlaskClient, slug: str) -> None:
    other = sign_in(client, slug)
    for page in ("", "/end", "/report"):
        assert other.get(f"{TALK}{page}").status_code == 404
    for act in ("messages", "extend", "finish", "end", "report"):
        fields = {"text": "x", "reason": "solved"}
        assert send(other, f"{TALK}/{act}", fields).status_code == 404
