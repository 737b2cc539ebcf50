"""Saved searches: private, told once, quiet when asked."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import Conflict, Invalid
from models.executives import Executive
from models.opportunities import Opportunity
from models.outbox import Notice
from models.queries.saved_searches import found_lately, of_executive, open_catalogues, watchers
from models.rounds import RoundOpportunity
from models.saved_searches import Question, SavedSearch
from models.services import opportunities, saved_searches
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, approve_one, find, the_round

TREASURY = Question(asked={"agency": ("TR",)})


def save(session: Session, name: str = "Treasury", question: Question = TREASURY) -> SavedSearch:
    return saved_searches.save(
        session,
        actor=actor(session, "e-05"),
        now=NOW,
        executive=find(session, Executive, "E-05"),
        name=name,
        question=question,
    )


def alert(session: Session, days: int = 1) -> int:
    return saved_searches.alert(
        session,
        actor=actor(session, "system"),
        now=NOW + days * DAY,
        executive=find(session, Executive, "E-05"),
        catalogues=open_catalogues(session),
    )


def list_one(session: Session, slug: str, code: str = "TR") -> Opportunity:
    """One more approved opportunity in the catalogue."""
    made = approve_one(session, slug, code)
    session.add(RoundOpportunity(round_id=the_round(session).id, opportunity_id=made.id))
    session.flush()
    return made


def notices(session: Session) -> list[str]:
    query = select(Notice.key).where(Notice.template == "search_found").order_by(Notice.id)
    return list(session.scalars(query))


def test_what_is_new_is_told_once(session: Session) -> None:
    Walk(session).to_lists()
    person = find(session, Executive, "E-05")
    search = save(session)
    save(session, "Anything at Treasury", Question("treasury"))
    assert watchers(session) == [person.id]
    assert alert(session) == 0
    list_one(session, "O-7")
    list_one(session, "O-8", "AG11")
    assert alert(session) == 2
    assert notices(session) == [f"searches/{person.id}/2026-11-24"]
    found = of_executive(session, person, NOW + DAY)
    assert [[one.slug for one in mine.found] for mine in found] == [["O-7"], ["O-7"]]
    assert [mine.found for mine in of_executive(session, person, NOW + 9 * DAY)] == [(), ()]
    list_one(session, "O-9")
    assert alert(session) == 0
    assert alert(session, days=2) == 2
    assert alert(session, days=3) == 0
    assert len(notices(session)) == 2
    assert search.name == "Treasury"


def test_what_was_withdrawn_since_is_new_no_longer(session: Session) -> None:
    Walk(session).to_lists()
    save(session)
    gone, person = list_one(session, "O-7"), find(session, Executive, "E-05")
    assert alert(session) == 1
    lately = found_lately(actor(session, "e-05"), NOW + DAY)
    assert len(session.execute(lately).all()) == 1
    host = actor(session, "host-TR")
    opportunities.withdraw(session, actor=host, now=NOW + DAY, opportunity=gone, reason="reorganized")
    assert [mine.found for mine in of_executive(session, person, NOW + DAY)] == [()]
    assert session.execute(lately).all() == []


def test_what_is_closed_to_its_owner_is_told_only_when_asked(session: Session) -> None:
    Walk(session).to_lists()
    save(session, "Open", Question(asked={"agency": ("EN",)}))
    save(session, "All", Question(asked={"agency": ("EN",)}, closed_too=True))
    list_one(session, "O-7", "EN")
    assert alert(session) == 1
    found = of_executive(session, find(session, Executive, "E-05"), NOW + DAY)
    assert [len(mine.found) for mine in found] == [0, 1]


def test_quiet_search_tells_nothing(session: Session) -> None:
    Walk(session).to_lists()
    search = save(session)
    saved_searches.quiet(session, actor=actor(session, "e-05"), now=NOW, search=search)
    list_one(session, "O-7")
    assert watchers(session) == []
    assert (alert(session), notices(session)) == (0, [])


def test_changed_question_begins_anew(session: Session) -> None:
    """What the new question finds at once has been seen; what the old one found is not told again."""
    Walk(session).to_lists()
    search, owner = save(session), actor(session, "e-05")
    list_one(session, "O-7", "AG11")
    forests = Question(asked={"agency": ("AG11",)})
    facts: dict[str, Any] = {"search": search, "name": " Forest  posts ", "question": forests, "alerts": True}
    saved_searches.edit(session, actor=owner, now=NOW, version=search.version, **facts)
    assert (search.name, search.question) == ("Forest posts", forests)
    assert alert(session) == 0
    with pytest.raises(Conflict, match=r"^This search was changed since you opened the page\.$"):
        saved_searches.edit(session, actor=owner, now=NOW, version=1, **facts)


def test_dropped_search_is_gone(session: Session) -> None:
    Walk(session).to_lists()
    search = save(session)
    saved_searches.drop(session, actor=actor(session, "e-05"), now=NOW, search=search)
    assert of_executive(session, find(session, Executive, "E-05"), NOW) == []


@pytest.mark.parametrize(
    ("name", "question", "sentence"),
    [
        (" ", TREASURY, "Give the search a name."),
        ("n" * 101, TREASURY, "Use at most 100 characters."),
        ("Long", Question("w" * 201), "Use at most 200 characters."),
        (
            "All",
            Question(" ", {"agency": ()}),
            "A search asks for a word or a facet: without one everything is new.",
        ),
    ],
)
def test_search_that_cannot_be_kept(session: Session, name: str, question: Question, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        save(session, name, question)
    assert str(refused.value) == sentence


def test_two_searches_of_one_name_are_not_kept(session: Session) -> None:
    first, other = save(session), save(session, "Forests")
    owner = actor(session, "e-05")
    change: dict[str, Any] = {"actor": owner, "now": NOW, "version": 1, "question": TREASURY, "alerts": True}
    refusal = r"^Another search of yours has this name: give this one a name of its own\.$"
    with pytest.raises(Invalid, match=refusal):
        save(session, " treasury ")
    with pytest.raises(Invalid, match=refusal):
        saved_searches.edit(session, search=other, name="TREASURY", **change)
    saved_searches.edit(session, search=first, name="treasury", **change)
    assert first.name == "treasury"


def test_twenty_searches_are_enough(session: Session) -> None:
    for number in range(20):
        save(session, f"Search {number}")
    with pytest.raises(Invalid, match=r"^You have 20 saved searches: delete one first\.$"):
        save(session)
