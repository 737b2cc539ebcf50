"""A request's own page: where it stands, what is done about it, and the rating afterwards."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.feedback import QUESTIONS, Feedback, Pulse
from models.meetings import Meeting
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorKind, MentorProfile
from models.plans import ActivityKind, PlanActivity
from models.requests import MentoringRequest, RequestState
from tests.models.talks import WEDNESDAY_9
from tests.webui.site import Clock, beside, send, sign_in

UNFOUND, QUESTIONED = 1, 2  # requests of the stage "asking"
RUNNING, RATING, OLD = 1, 2, 3  # requests, and engagements, of the stage "helped"
NEXT = {
    "e-01": "One question more is asked 90 days after the end: what lasted.",
    "e-09": "Nothing more is asked of you about these conversations.",
}
FIRST_TWO = {
    "e-01": (">The advice answered the question", ">My context was understood"),
    "e-09": (">My advice answered the question", ">I understood the context"),
}
FIGURES = {"advice": "5", "understanding": "4", "time_well_spent": "4", "again": "5"}
asking = pytest.mark.parametrize("stage", ["asking"])
helped = pytest.mark.parametrize("stage", ["helped"])


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def anew(db: Session) -> Session:
    db.rollback()
    db.expire_all()
    return db


@asking
def test_desk_names_everything_that_waits(e01: FlaskClient) -> None:
    desk = e01.get("/").text
    for sentence in (
        "Nobody was found for “New role”",
        "Invented Person 5 would like to know more about “Reorganization” — by 25 November 2026",
        "Choose whom to ask about “Reorganization” — by 27 November 2026",
        "Your request about “Reorganization” is a draft: send it before it is deleted — by 23 December 2026",
    ):
        assert sentence in desk


@asking
def test_question_of_the_mentor_is_answered(e01: FlaskClient, db: Session) -> None:
    page = e01.get(f"/requests/{QUESTIONED}").text
    assert "Which offices are these?" in page
    assert "Only whoever asks reads it; their time to answer then goes on." in page
    assert "Invented Person 5 would like to know more before deciding: answer the question." in page
    assert send(e01, f"/requests/{QUESTIONED}/answer", {"answer": "Two of four."}).status_code == 303
    offer = anew(db).scalars(select(MentoringOffer)).one()
    assert offer.answer == "Two of four."
    desk = sign_in(e01, "e-05").get("/").text
    assert "Your question on a request about" in desk
    assert "is answered: say yes or no" in desk
    sign_in(e01, "e-01")
    again = send(e01, f"/requests/{QUESTIONED}/answer", {"answer": "Typed again."})
    assert again.status_code == 409
    assert "Typed again.</textarea>" in again.text
    send(e01, f"/requests/{QUESTIONED}/withdraw")
    late = send(e01, f"/requests/{QUESTIONED}/answer", {"answer": "Typed late."})
    assert late.status_code == 409
    assert "Typed late.</textarea>" in late.text


@asking
@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write your answer."), ("x" * 2001, "Write at most 2,000 characters.")],
)
def test_answer_refuses(e01: FlaskClient, text: str, sentence: str) -> None:
    answer = send(e01, f"/requests/{QUESTIONED}/answer", {"answer": text})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


@asking
def test_whoever_was_not_served_waits_or_leaves(e01: FlaskClient, db: Session) -> None:
    page = e01.get(f"/requests/{UNFOUND}").text
    assert "Why nobody was found: “nobody”" in page
    choice = "Nobody could be found, and nobody looks any further until you choose. On the waiting list a"
    assert f"{choice} coordinator looks at all that wait together, on no fixed day. Or change" in page
    assert ">Go on the waiting list</button>" in page
    assert send(e01, f"/requests/{UNFOUND}/wait").status_code == 303
    assert anew(db).get_one(MentoringRequest, UNFOUND).state is RequestState.WAITLISTED
    assert "Your request about “New role” is on the waiting list" in e01.get("/").text
    assert send(e01, f"/requests/{UNFOUND}/withdraw").status_code == 303
    assert anew(db).get_one(MentoringRequest, UNFOUND).state is RequestState.WITHDRAWN
    assert "What is left is that your own words are erased." in e01.get(f"/requests/{UNFOUND}").text


@asking
def test_withdrawing_says_who_is_told(e01: FlaskClient, db: Session) -> None:
    assert "Invented Person 5 is told that the request has ended" in e01.get(f"/requests/{QUESTIONED}").text
    send(e01, f"/requests/{QUESTIONED}/withdraw")
    assert "withdrawn" in e01.get(f"/requests/{QUESTIONED}").text
    assert send(e01, f"/requests/{QUESTIONED}/withdraw").status_code == 409


@asking
def test_brief_holds_question_and_agenda(e01: FlaskClient) -> None:
    page = e01.get(f"/requests/{QUESTIONED}/brief").text
    for words in ("Brief: Reorganization", "Two offices become one.", "Who decides what", "level 3 of 5"):
        assert words in page
    assert "Print it with your browser: it fits on one sheet of paper.</p>" in page


@helped
def test_request_leads_to_its_conversations(e01: FlaskClient) -> None:
    page = e01.get(f"/requests/{RUNNING}").text
    assert "You meet Invented Person 5 on Wednesday 25 November 2026, 9:00 a.m. Eastern. At the end" in page
    assert f'href="/engagements/{RUNNING}">Messages, more time, and the end with Invented Person 5' in page
    assert "Shall we begin at nine?" not in page


@helped
def test_conversation_that_was_held_is_written_into_the_plan(
    e01: FlaskClient, clock: Clock, db: Session
) -> None:
    plan = f"/requests/{RUNNING}/plan"
    clock.now = WEDNESDAY_9 + timedelta(hours=2)
    sign_in(e01, "e-01")
    meeting = db.scalars(select(Meeting.id).where(Meeting.engagement_id == RUNNING)).one()
    assert send(e01, f"/meetings/{meeting}/held").status_code == 303
    again = "Meet Invented Person 5 again, or say that the question is answered — by 22 January 2027"
    assert again in e01.get("/").text
    send(e01, f"/engagements/{RUNNING}/finish")
    page = e01.get(f"/requests/{RUNNING}").text
    assert "Begin my plan, and write it in" in page
    assert "Both of you are asked four questions about it." in page
    asked = "Within 1 hour you are asked how the conversations with Invented Person 5 were"
    assert asked in e01.get("/").text
    talk = e01.get(f"/engagements/{RUNNING}").text
    assert "Write what was held into your development plan on <a" in talk
    assert ">ask something new</a>" in talk
    assert send(e01, plan).status_code == 404
    assert [send(e01, f"{plan}/begin").status_code for _ in range(2)] == [303, 409]
    assert [send(e01, plan).status_code for _ in range(2)] == [303, 303]
    named = PlanActivity.source == f"engagement/{RUNNING}"
    written = anew(db).scalars(select(PlanActivity).where(named)).one()
    assert (written.kind, written.title, written.done_on) == (
        ActivityKind.MENTORING,
        "Reorganization",
        date(2026, 11, 25),
    )
    talk = e01.get(f"/engagements/{RUNNING}").text
    assert "Write what was held into your development plan" not in talk
    assert "How your request stands now is on" in talk
    page = e01.get(f"/requests/{RUNNING}").text
    assert "your development plan</a>." in page
    assert "Write it into my plan" not in page
    send(e01, f"/meetings/{meeting}/missed", {"absent": "mentor"})
    page = e01.get(f"/requests/{RUNNING}").text
    assert "It still stands as done in" in page
    assert "though no conversation took place: take it off there." in page
    send(e01, f"/meetings/{meeting}/held")
    anew(db).execute(delete(PlanActivity).where(named))
    db.execute(update(MentorProfile).values(kind=MentorKind.COACH))
    db.commit()
    assert "Write it into my plan" in e01.get(f"/requests/{RUNNING}").text
    send(e01, plan)
    assert anew(db).scalars(select(PlanActivity.kind).where(named)).one() is ActivityKind.COACHING


@helped
def test_second_answer_keeps_what_was_typed(e01: FlaskClient, db: Session) -> None:
    fields = FIGURES | {"changed": "Typed twice."}
    assert send(e01, f"/engagements/{RATING}/feedback", fields).status_code == 303
    again = send(e01, f"/engagements/{RATING}/feedback", fields)
    assert (again.status_code, beside(again)) == (409, {"changed": "You have answered already: thank you."})
    assert "Typed twice.</textarea>" in again.text
    page = e01.get(f"/requests/{RATING}").text
    assert "You are asked one thing more: what lasted." in page
    assert "Nothing more is asked" not in page
    page = e01.get(f"/requests/{OLD}").text
    assert "Say what lasted: one question." in page
    assert "Nothing more is asked" not in page
    assert send(e01, f"/engagements/{OLD}/pulse", {"lasting": "4"}).status_code == 303
    late = send(e01, f"/engagements/{OLD}/pulse", {"lasting": "2"})
    assert (late.status_code, beside(late)) == (409, {"lasting": "You have answered already: thank you."})
    assert 'selected value="2"' in late.text
    assert "your own words are erased" in e01.get(f"/requests/{OLD}").text
    anew(db).get_one(MentoringRequest, OLD).story = None
    db.commit()
    assert "Nothing more is asked of you.</p>" in e01.get(f"/requests/{OLD}").text


@helped
@pytest.mark.parametrize("slug", ["e-05", "e-02", "office"])
def test_pages_of_a_request_are_its_owners_alone(client: FlaskClient, slug: str) -> None:
    other = sign_in(client, slug)
    for page in ("", "/brief"):
        assert other.get(f"/requests/{RUNNING}{page}").status_code == 404
    assert send(other, f"/requests/{RUNNING}/plan").status_code == 404


@helped
@pytest.mark.parametrize(
    ("slug", "sentences"),
    [
        (
            "e-01",
            [
                "Invented Person 9 never sees your answers, only how many people say that the advice",
                "answered their question, once at least 5 have answered.",
                "The programme sees figures of at least 5 answers.",
            ],
        ),
        (
            "e-09",
            [
                "Invented Person 1 never sees your answers.",
                "The programme sees figures of at least 5 answers.",
            ],
        ),
    ],
)
def test_form_of_feedback_says_who_sees_what(client: FlaskClient, slug: str, sentences: list[str]) -> None:
    assert " ".join(sentences) in sign_in(client, slug).get(f"/engagements/{RATING}/feedback").text


@helped
@pytest.mark.parametrize(("slug", "other"), [("e-01", "Person 9"), ("e-09", "Person 1")])
def test_both_sides_answer_four_questions(client: FlaskClient, db: Session, slug: str, other: str) -> None:
    one = sign_in(client, slug)
    assert f"Say how the conversations with Invented {other} were" in one.get("/").text
    form = one.get(f"/engagements/{RATING}/feedback").text
    assert f"How it was with Invented {other}" in form
    wrong = re.findall(r'<li><a href="#(\w+)">Choose', send(one, f"/engagements/{RATING}/feedback").text)
    assert wrong == ["advice", "understanding", "time_well_spent", "again"]
    fields = FIGURES | {"changed": "A clearer plan."}
    assert send(one, f"/engagements/{RATING}/feedback", fields).status_code == 303
    page = one.get(f"/engagements/{RATING}/feedback").text
    assert "You answered on 23 November 2026. Thank you." in page
    assert all(words in page for words in ('<p class="rt-prose rt-lines">A clearer plan.</p>', NEXT[slug]))
    assert [page.count(said) for said in ("5, entirely</dd>", "4, mostly</dd>")] == [2, 2]
    plan = (
        "Write the conversation into my plan, or ask something new</a>",
        "Its day and topic go into the plan, and nothing else.</span>",
    )
    assert [words in page for words in plan] == [slug == "e-01"] * 2
    assert [words in form for words in FIRST_TWO[slug]] == [True, True]
    theirs = sign_in(client, "e-09" if slug == "e-01" else "e-01").get(f"/engagements/{RATING}/feedback").text
    assert "A clearer plan." not in theirs
    found = anew(db).get_one(Feedback, (RATING, "mentee" if slug == "e-01" else "mentor"))
    assert [getattr(found, name) for name in QUESTIONS] == [5, 4, 4, 5]
    assert found.changed == "A clearer plan."


@helped
@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"advice": ""}, "Choose a figure from 1 to 5 for “The advice answered the question”."),
        ({"again": "6"}, "Not a valid choice."),
        ({"changed": "x" * 2001}, "Write at most 2,000 characters."),
    ],
)
def test_feedback_refuses(e01: FlaskClient, more: dict[str, str], sentence: str) -> None:
    answer = send(e01, f"/engagements/{RATING}/feedback", FIGURES | more)
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


@helped
def test_feedback_has_an_end(e01: FlaskClient, clock: Clock) -> None:
    clock.move(days=30)
    e01 = sign_in(e01, "e-01")
    assert "Answers were taken until" in e01.get(f"/engagements/{RATING}/feedback").text
    late = send(e01, f"/engagements/{RATING}/feedback", FIGURES | {"changed": "Typed late."})
    sentence = "Feedback is taken for some days after the end, once it is asked for."
    assert (late.status_code, beside(late)) == (409, {"changed": sentence})
    assert all(kept in late.text for kept in ("Typed late.</textarea>", 'selected value="5"'))
    assert e01.get(f"/engagements/{RUNNING}/feedback").status_code == 404


@helped
def test_what_lasted_is_asked_of_the_mentee(e01: FlaskClient, db: Session) -> None:
    assert "Three months after your conversations with Invented Person 6: what lasted?" in e01.get("/").text
    anew(db).get_one(Feedback, (OLD, "mentee")).changed = "I ask before I decide."
    db.commit()
    page = e01.get(f"/engagements/{OLD}/pulse").text
    assert "Invented Person 6 never sees your answer. The programme sees figures of at least 5" in page
    assert '<p class="rt-prose rt-lines">I ask before I decide.</p>' in page
    assert "Choose a figure from 1 to 5 for “What" in send(e01, f"/engagements/{OLD}/pulse").text
    assert send(e01, f"/engagements/{OLD}/pulse", {"lasting": "4"}).status_code == 303
    assert anew(db).scalars(select(Pulse)).one().lasting == 4
    assert "Thank you." in e01.get(f"/engagements/{OLD}/pulse").text
