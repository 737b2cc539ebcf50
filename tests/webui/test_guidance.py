"""Guidance: every answer with its source, agendas of an hour, a brief made of a request's facts."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matcher.policy.clauses import CLAUSES
from matcher.policy.mentoring_clauses import ENGAGEMENT_DAYS, OFFER_DAYS
from tests.webui.site import beside, sign_in
from webui.guidance import ASKS, OTHER, agenda, agendas, parts, questions, steps
from webui.guidance.brief import LONGEST_WORDS, RequestFacts, brief

ADDRESSES = ("/guidance", "/guidance/roles", "/guidance/agendas", "/guidance/brief")


def test_every_answer_and_every_duty_has_its_source() -> None:
    told = [(one.answer, one.source) for group in questions() for one in group.questions]
    told += [(duty.text, duty.source) for part in parts() for duty in part.duties]
    assert [pair for pair in told if not all(text.strip() for text in pair)] == []
    marks = ("CFR", "OPM", "Policy of Roundtrip", "memorandum")
    assert [source for _, source in told if not any(mark in source for mark in marks)] == []


def test_figures_in_answers_are_those_of_their_clauses() -> None:
    figures = {clause.code: clause.value for clause in CLAUSES}
    text = " ".join(one.answer for group in questions() for one in group.questions)
    assert f"lasts {figures['rotation_days']} consecutive calendar days" in text
    assert f"every {figures['leadership_assessment']} months" in text
    assert "{" not in text


def test_how_it_goes_has_the_figures_of_its_clauses() -> None:
    text = " ".join(steps())
    assert f"has {OFFER_DAYS.figure} business days to answer" in text
    assert f"within {ENGAGEMENT_DAYS.figure} days" in text
    duties = [duty.text for part in parts() for duty in part.duties]
    assert [one for one in (*steps(), *duties) if "{" in one] == []


def test_every_situation_has_its_agenda_under_its_own_name() -> None:
    stored = Path("seed/data/situations.csv").read_text(encoding="utf-8").splitlines()
    situations = [(row["code"], row["name"]) for row in csv.DictReader(stored)]
    assert [(one.key, one.name) for one in agendas().values()] == [*situations, (OTHER, "Something else")]


@pytest.mark.parametrize("key", agendas())
def test_agenda_fills_an_hour(key: str) -> None:
    found = agenda(key)
    assert found.minutes == 60
    assert all((found.name, found.question, found.before, found.after))


def test_situation_without_an_agenda_gets_the_general_one() -> None:
    assert agenda("eclipse") is agendas()[OTHER]


def test_brief_says_what_the_request_says_and_no_more() -> None:
    request = RequestFacts(
        "reorganization",
        words="Two  offices\nbecome one.",
        must=("Leading People", "Driving Efficiency"),
        nice=("Flexibility",),
        need_by=date(2026, 12, 7),
        in_person=True,
        place="Denver, CO",
    )
    made = brief(request)
    assert made.title == "Reorganization"
    assert made.agenda is agendas()["reorganization"]
    assert made.lines[1:6] == (
        ("Advice is needed by", "7 December 2026"),
        ("In the mentee's words", "Two offices become one."),
        ("Must have", "Leading People, Driving Efficiency"),
        ("Would help", "Flexibility"),
        ("Where", "in person, Denver, CO, if it can be arranged"),
    )
    assert [label for label, _ in brief(RequestFacts("budget")).lines] == [
        "The question",
        "Before you meet",
        "Before you part",
    ]


def test_hour_with_a_coach_asks_where_a_mentor_tells() -> None:
    made = brief(RequestFacts("new_role", coach=True)).agenda
    whole = agendas()["new_role"]
    assert [what for _, what in made.items] == [ASKS if "mentor" in what else what for _, what in whole.items]
    assert made.minutes == whole.minutes
    told = [[what for _, what in one.items if "mentor" in what] for one in agendas().values()]
    assert {len(lines) for lines in told} == {1}, "one line of each agenda is the mentor's own"


def test_coach_has_a_part_and_an_agenda_of_their_own(client: FlaskClient) -> None:
    e05 = sign_in(client, "e-05")
    page = e05.get("/guidance/roles").text
    assert page.index("<h2>Mentor</h2>") < page.index("<h2>Coach</h2>") < page.index("<h2>Mentee</h2>")
    address = "/guidance/agendas/new_role"
    told = "How the mentor let go of the work they knew"
    assert (told in e05.get(address).text, ASKS in e05.get(address).text) == (True, False)
    page = e05.get(f"{address}?helper=coach").text
    assert (told in page, ASKS in page) == (False, True)


def test_brief_says_that_words_were_shortened() -> None:
    lines = dict(brief(RequestFacts("budget", words="x" * (LONGEST_WORDS + 1))).lines)
    assert lines["In the mentee's words"] == "x" * LONGEST_WORDS + " … (shortened)"


@pytest.mark.parametrize("slug", ["e-05", "host-EN", "auditor"])
def test_guidance_is_open_to_whoever_is_signed_in(client: FlaskClient, slug: str) -> None:
    signed_in = sign_in(client, slug)
    assert [signed_in.get(address).status_code for address in ADDRESSES] == [200] * 4


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert [client.get(address).status_code for address in ADDRESSES] == [302] * 4


def test_agenda_leads_to_its_brief(client: FlaskClient) -> None:
    e05 = sign_in(client, "e-05")
    assert "/guidance/brief?situation=budget" in e05.get("/guidance/agendas/budget").text
    page = e05.get("/guidance/brief?situation=budget&must=Achieving+Results&by=2026-12-07&in_person=y").text
    assert "What do we stop?" in page
    assert "<dt>Must have</dt><dd>Achieving Results</dd>" in page
    assert "<dt>Advice is needed by</dt><dd>7 December 2026</dd>" in page
    assert e05.get("/guidance/agendas/eclipse").status_code == 404


@pytest.mark.parametrize("query", ["situation=eclipse", "by=tomorrow", f"must={'x' * 3000}", "by=9999-99-99"])
def test_brief_leaves_out_what_it_cannot_read(client: FlaskClient, query: str) -> None:
    page = sign_in(client, "e-05").get(f"/guidance/brief?{query}")
    assert page.status_code == 200
    assert "Advice is needed by</dt>" not in page.text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-22", "The day by which advice is needed has passed."),
        ("9999-12-31", "This is no day: write it as in 2026-12-07."),
        ("tomorrow", "This is no day: write it as in 2026-12-07."),
    ],
)
def test_day_that_makes_no_sense_is_refused_beside_its_field(
    client: FlaskClient, day: str, sentence: str
) -> None:
    e05 = sign_in(client, "e-05")
    answer = e05.get(f"/guidance/brief?situation=budget&by={day}")
    assert beside(answer) == {"by": sentence}
    assert f'value="{day}"' in answer.text
    assert "1 field" not in e05.get("/guidance/brief?situation=budget&by=2026-11-23").text


def test_what_an_address_says_is_escaped(client: FlaskClient) -> None:
    page = sign_in(client, "e-05").get("/guidance/brief?must=<b>x</b>").text
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
