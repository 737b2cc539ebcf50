"""The shortlist through the pages: reasons that sum, a choice, somebody set aside, and why not."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.mentors import MentorProfile
from models.requests import MentoringRequest, RequestChoice, RequestState
from tests.webui.site import send, sign_in

NUMBER = 3  # of the stage: submitted, beside BEST who is asked by another request of the same person
PAGE = f"/requests/{NUMBER}/shortlist"


@pytest.fixture
def stage() -> str:
    return "asking"


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def request(db: Session) -> MentoringRequest:
    db.rollback()
    db.expire_all()
    return db.get_one(MentoringRequest, NUMBER)


def listed(page: str) -> list[str]:
    return re.findall(r"<h2>\d\. (Invented Person \d+)", page)


def test_rows_of_every_mentor_sum_to_the_score(e01: FlaskClient) -> None:
    page = e01.get(PAGE).text
    assert "unless a coordinator, pairing all requests together, chose before." in page
    assert listed(page) == ["Invented Person 9", "Invented Person 6", "Invented Person 10"]
    for part in page.split('<li class="rt-helper">')[1:]:
        score = re.search(r"(\d+) of 1,000 points", part)
        rows = re.findall(r'<td class="rt-num">(\d+)</td><td class="rt-num">\d+</td>', part)
        weights = re.findall(r'<td class="rt-num">\d+</td><td class="rt-num">(\d+)</td>', part)
        assert score
        assert (sum(map(int, rows)), sum(map(int, weights))) == (int(score.group(1)), 1000)
        assert f"<strong>{score.group(1)}</strong>" in part
    assert "Next time that suits both: <strong>Wednesday 25 November 2026, 9:00 a.m. Eastern" in page
    assert "Has named no times yet" in page
    assert "Nobody but you reads it." in page


def test_need_before_the_last_day_to_choose_is_said(e01: FlaskClient, db: Session) -> None:
    hurry = "You need the conversation by 25 November 2026: choose well before that"
    assert hurry not in e01.get(PAGE).text
    request(db).need_by = date(2026, 11, 25)
    db.commit()
    assert hurry in e01.get(PAGE).text


def test_whoever_was_wanted_by_name_and_cannot_be_asked_is_named_without_private_facts(
    e01: FlaskClient, db: Session
) -> None:
    wanted = "You wanted to ask <strong>Invented Person 5</strong>; that is not possible here."
    assert wanted not in e01.get(PAGE).text
    asked = request(db)
    named = select(MentorProfile).join(MentorProfile.executive).where(Executive.name == "Invented Person 5")
    asked.need_by = None
    for situation in asked.situations:
        situation.must_have = False
    for competency in asked.competencies:
        competency.must_have = False
    asked.choices.append(RequestChoice(rank=1, profile=db.scalars(named).one()))
    db.commit()
    page = e01.get(PAGE).text
    assert f"{wanted} Choose among these.</p>" in page
    assert page.index(wanted) < page.index("<h2>1. ")
    asked.situations[0].must_have = True
    db.commit()
    assert "not possible here. Other musts may help: <a" in e01.get(PAGE).text
    asked.need_by = date(2026, 12, 18)
    db.commit()
    page = e01.get(PAGE).text
    assert "not possible here. A later day may help, or other musts: <a" in page
    asked.situations[0].must_have = False
    db.commit()
    assert "not possible here. A later day may help: <a" in e01.get(PAGE).text
    assert "withdraw this request</a> and ask anew. Or choose among these." in page
    assert "Why not Invented Person 5?" in page
    assert "Invented Person 5 cannot take this request" not in page
    send(e01, f"{PAGE}/why-not", {"name": "Invented Person 5"})
    assert "Invented Person 5 cannot take this request: no place is free" in e01.get(PAGE).text


def test_choice_asks_the_first(e01: FlaskClient, db: Session) -> None:
    chosen = [str(one.profile_id) for one in request(db).suggestions]
    answer = send(e01, PAGE, {"first": chosen[1], "second": chosen[0]})
    assert (answer.status_code, answer.location) == (303, f"/requests/{NUMBER}")
    page = e01.get(f"/requests/{NUMBER}").text
    assert "Invented Person 6 is asked. Without an answer the next mentor is asked by itself." in page
    assert "by <strong>25 November 2026" in page
    assert re.search(r"as you chose: [^,<]+, then whoever fits best\.", page)
    last = "If that does not work out: whoever fits best of those not asked yet."
    assert last not in page
    assert e01.get(PAGE).status_code == 302
    asked = request(db)
    asked.choices.pop()
    db.commit()
    assert last in e01.get(f"/requests/{NUMBER}").text
    request(db).refusals = 2
    db.commit()
    page = e01.get(f"/requests/{NUMBER}").text
    assert "Invented Person 6 is asked. Without a yes a coordinator looks for somebody." in page
    assert "whoever fits best" not in page


@pytest.mark.parametrize(
    ("fields", "marked", "sentence"),
    [
        ({}, "first", "Choose whom to ask first."),
        ({"first": "2", "third": "2"}, "third", "Choose each person once."),
        ({"first": "2", "second": "2"}, "second", "Choose each person once."),
        ({"first": "99"}, "first", "Not a valid choice."),
    ],
)
def test_choice_refuses(
    e01: FlaskClient, db: Session, fields: dict[str, str], marked: str, sentence: str
) -> None:
    answer = send(e01, PAGE, fields)
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)
    assert request(db).state is RequestState.SUBMITTED
    assert re.findall(r'id="(\w+)-error"', answer.text) == [marked]


def test_whoever_became_busy_meanwhile_cannot_be_asked_and_nobody_says_why(
    e01: FlaskClient, db: Session
) -> None:
    first = request(db).suggestions[0].profile_id
    send(e01, "/ask/new", {"situation": "1"})
    send(e01, "/ask/5/4", {"to": "5"})
    assert send(e01, "/requests/5/shortlist", {"first": str(first)}).status_code == 303
    answer = send(e01, PAGE, {"first": str(first)})
    assert answer.status_code == 409
    assert "Invented Person 9 cannot be asked now: choose another mentor." in answer.text


def test_service_chooses(e01: FlaskClient, db: Session) -> None:
    assert send(e01, f"{PAGE}/service").status_code == 303
    assert "Invented Person 9 is asked." in e01.get(f"/requests/{NUMBER}").text
    assert re.search("Invented Person 9 is asked about “.*”, and is to answer", e01.get("/").text)


def test_somebody_is_set_aside_for_a_reason_that_nobody_reads(e01: FlaskClient, db: Session) -> None:
    first = request(db).suggestions[0].profile_id
    for_good = "Whom you set aside is not asked for this request any more, and that cannot be taken back;"
    assert e01.get(PAGE).text.count(for_good) == 3
    assert send(e01, f"{PAGE}/aside", {"profile": str(first), "reason": "We fell out."}).status_code == 303
    page = e01.get(PAGE).text
    assert listed(page) == ["Invented Person 6", "Invented Person 10"]
    assert "Set aside by you: Invented Person 9." in page
    assert "We fell out." not in page
    assert [one.reason for one in request(db).refused] == ["We fell out."]
    assert send(e01, f"{PAGE}/aside", {"profile": str(first)}).status_code == 409


def test_service_that_has_nobody_left_to_ask_says_so(e01: FlaskClient, db: Session) -> None:
    while listed(e01.get(PAGE).text):
        profile = request(db).suggestions[0].profile_id
        send(e01, f"{PAGE}/aside", {"profile": str(profile)})
    left = send(e01, f"{PAGE}/service")
    page = e01.get(left.location).text
    assert "No mentor is left to be asked: a coordinator looks for somebody." in page
    assert "No mentor is left to be asked by itself, so a coordinator looks for somebody." in page
    assert "With fewer musts" not in page


def test_only_who_is_listed_can_be_set_aside(e01: FlaskClient, db: Session) -> None:
    listed_ones = {one.profile_id for one in request(db).suggestions}
    others = set(db.scalars(select(MentorProfile.id))) - listed_ones
    assert others
    for number in (*sorted(others), 999):
        answer = send(e01, f"{PAGE}/aside", {"profile": str(number)})
        assert (answer.status_code, "is set aside" in e01.get(PAGE).text) == (404, False)
    assert request(db).refused == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"profile": ""}, "Choose the person again."),
        ({"profile": "2", "reason": "x" * 501}, "Use at most 500 characters for the reason."),
    ],
)
def test_setting_aside_refuses(e01: FlaskClient, fields: dict[str, str], sentence: str) -> None:
    answer = send(e01, f"{PAGE}/aside", fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_reason_that_is_too_long_stays_beside_its_sentence(e01: FlaskClient, db: Session) -> None:
    first = request(db).suggestions[0].profile_id
    page = send(e01, f"{PAGE}/aside", {"profile": str(first), "reason": "x" * 501}).text
    assert page.count("Use at most 500 characters for the reason.") == 2
    assert f'href="#reason-{first}"' in page
    assert page.count("x" * 501) == 1


def test_whom_i_avoid_since_is_not_offered_to_me(e01: FlaskClient) -> None:
    send(e01, "/giving/avoid/add", {"person": "E-09"})
    page = e01.get(PAGE).text
    assert listed(page) == ["Invented Person 6", "Invented Person 10"]
    assert page.count("Invented Person 9") == 1
    assert '<a href="/giving/avoid">your list of whom you avoid</a> says: Invented Person 9.' in page
    send(e01, f"{PAGE}/why-not", {"name": "Person 9"})
    assert (
        "Invented Person 9 is kept away by your own list of whom you avoid, by name or with an agency on it."
        in e01.get(PAGE).text
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("person 9", "Invented Person 9 is on your shortlist."),
        (
            "Person 5",
            "Invented Person 5 cannot take this request: no place is free, no time suits, or a conflict",
        ),
        ("Nemo", "No mentor is called “Nemo”: look at the spelling. Whoever is no mentor is not found."),
    ],
)
def test_why_not_is_answered_without_private_facts(e01: FlaskClient, name: str, sentence: str) -> None:
    answer = send(e01, f"{PAGE}/why-not", {"name": name})
    assert answer.location == f"{PAGE}#why"
    page = e01.get(PAGE).text
    assert page.count(sentence) == 1
    assert page.index("Why is somebody not on it?") < page.index(sentence) < page.index("Ask why")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "Enter a name."), ("x" * 101, "Use at most 100 characters of the name.")],
)
def test_why_not_refuses(e01: FlaskClient, name: str, sentence: str) -> None:
    answer = send(e01, f"{PAGE}/why-not", {"name": name})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


def test_list_of_what_i_asked_says_what_comes_next_and_by_when(e01: FlaskClient) -> None:
    page = e01.get("/ask").text
    assert f'href="{PAGE}">See who could help' in page
    assert "Choose up to 3 mentors; if you choose none, the service asks the one who fits best." in page
    assert "<strong>By 27 November 2026, 10:00 a.m. Eastern</strong>" in page
    assert "Invented Person 5 would like to know more before deciding: answer the question." in page
    assert 'href="/requests/2#question">Read and answer' in page
