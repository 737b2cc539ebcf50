"""What the verbs of people and places that look for one another are tried with, and by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.interviews import InterviewState
from models.opportunities import Kind, Opportunity
from models.queries.aims import open_objectives
from models.queries.saved_searches import open_catalogues
from models.rounds import RoundOpportunity
from models.saved_searches import Question
from models.service_records import Service
from models.services import (
    interviews,
    nominations,
    open_cards,
    saved_searches,
    service_records,
    vacancies,
)
from models.services.interviews import Came
from models.services.vacancies import Projection
from models.vacancies import Confidence
from tests.models.plans import written
from tests.models.world import NOW, actor, approve_one, find, the_round

Given = Callable[[Session], dict[str, Any]]
OWNER, HOST_SIDE = {"e-05"}, {"host-EN", "coord-EN"}


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session)}


def of_owner(session: Session) -> dict[str, Any]:
    return {"executive": find(session, Executive, "E-05")}


def new_search(session: Session) -> dict[str, Any]:
    return of_owner(session) | {"name": "Treasury", "question": Question("treasury")}


def saved(session: Session, name: str = "Treasury") -> dict[str, Any]:
    owner = actor(session, "e-05")
    fields = new_search(session) | {"name": name}
    return {"search": saved_searches.save(session, actor=owner, now=NOW, **fields)}


def changed(session: Session) -> dict[str, Any]:
    more = {"name": "Energy", "question": Question("energy"), "alerts": False}
    return saved(session) | {"version": 1} | more


def found(session: Session) -> dict[str, Any]:
    saved(session)
    made = approve_one(session, "O-7", "TR")
    session.add(RoundOpportunity(round_id=the_round(session).id, opportunity_id=made.id))
    session.flush()
    return of_owner(session) | {"catalogues": open_catalogues(session)}


def of_agency(session: Session) -> dict[str, Any]:
    expected = Projection("Director", "Reno, NV", date(2027, 4, 1), Confidence.LIKELY)
    return {"agency": find(session, Agency, "EN"), "projection": expected}


def projected(session: Session) -> dict[str, Any]:
    host = actor(session, "host-EN")
    return {"vacancy": vacancies.project(session, actor=host, now=NOW, **of_agency(session))}


def corrected(session: Session) -> dict[str, Any]:
    return projected(session) | {"version": 1, "projection": of_agency(session)["projection"]}


def came(session: Session) -> dict[str, Any]:
    return projected(session) | {"opportunity": find(session, Opportunity, "O-3")}


def of_sheet(session: Session) -> dict[str, Any]:
    written(session, "E-05")
    owner = find(session, Executive, "E-05")
    sheet = session.scalars(select(DreamSheet).where(DreamSheet.executive_id == owner.id)).one()
    return {"sheet": sheet, "aims": {"O-1": open_objectives(session, owner)[0].id}}


def opened(session: Session) -> dict[str, Any]:
    person, owner = find(session, Executive, "E-01"), actor(session, "e-01")
    open_cards.open_card(session, actor=owner, now=NOW, executive=person)
    return {"executive": person}


def of_open_card(session: Session) -> dict[str, Any]:
    place = {"round_": the_round(session), "opportunity": find(session, Opportunity, "O-3")}
    return place | {"who": opened(session)["executive"]}


def to_invite(session: Session) -> dict[str, Any]:
    facts = of_open_card(session)
    more = {"serves": "Leading change.", "factors": {"succession": "The chief retires."}}
    return more | {"executive": facts.pop("who")} | facts


def sent(session: Session) -> dict[str, Any]:
    host = actor(session, "host-EN")
    return {"nomination": nominations.invite(session, actor=host, now=NOW, **to_invite(session))}


def invited(session: Session) -> dict[str, Any]:
    written(session, "E-01")
    return sent(session)


def answered(session: Session) -> dict[str, Any]:
    found = invited(session)
    own = open_objectives(session, find(session, Executive, "E-01"))
    return found | {"objective": own[0], "voluntary": True}


def own_card(session: Session) -> dict[str, Any]:
    person, owner = find(session, Executive, "E-05"), actor(session, "e-05")
    open_cards.open_card(session, actor=owner, now=NOW, executive=person)
    return {"executive": person}


def of_applicant(session: Session) -> dict[str, Any]:
    place = {"round_": the_round(session), "opportunity": find(session, Opportunity, "O-3")}
    return place | {"executive": find(session, Executive, "E-02"), "starts_at": NOW}


def agreed(session: Session) -> dict[str, Any]:
    host = actor(session, "host-EN")
    made = interviews.schedule(session, actor=host, now=NOW, **of_applicant(session))
    return {"interview": made, "version": made.version, "came": Came(InterviewState.HELD)}


def of_service(session: Session) -> dict[str, Any]:
    since = Service(civil_since=date(2015, 1, 1))
    return of_owner(session) | {"version": 0, "service": since}


def of_sabbatical(session: Session) -> dict[str, Any]:
    return of_owner(session) | {"opportunity": approve_one(session, "O-7", "TR", kind=Kind.SABBATICAL)}


def stated(session: Session) -> dict[str, Any]:
    found = of_sabbatical(session)
    service_records.attest(session, actor=actor(session, "e-05"), now=NOW, **found)
    return found


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_filed": {
        "aims.set_aims": (OWNER, of_sheet),
        "demand.count": ({"system"}, in_round),
        "nominations.invite": (HOST_SIDE, to_invite),
        "nominations.put_away": ({"e-01"}, invited),
        "nominations.read_card": (HOST_SIDE, of_open_card),
        "nominations.take_up": ({"e-01"}, answered),
        "nominations.withdraw": (HOST_SIDE, sent),
        "open_cards.close_card": (OWNER, own_card),
        "open_cards.open_card": (OWNER, of_owner),
        "saved_searches.alert": ({"system"}, found),
        "saved_searches.drop": (OWNER, saved),
        "saved_searches.edit": (OWNER, changed),
        "saved_searches.quiet": (OWNER, saved),
        "saved_searches.save": (OWNER, new_search),
        "service_records.attest": (OWNER, of_sabbatical),
        "service_records.take_back": (OWNER, stated),
        "service_records.write": (OWNER, of_service),
        "vacancies.become": (HOST_SIDE, came),
        "vacancies.correct": (HOST_SIDE, corrected),
        "vacancies.give_up": (HOST_SIDE, projected),
        "vacancies.project": (HOST_SIDE, of_agency),
    },
    "to_ranking": {
        "interviews.log": ({"host-EN"}, agreed),
        "interviews.schedule": ({"host-EN"}, of_applicant),
    },
}
