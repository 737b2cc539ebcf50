"""What the choices of a sheet serve: open objectives of one's own plan, for one's own eyes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.queries.aims import aims_in_words, open_objectives
from models.services import aims
from tests.models.plans import written
from tests.models.walk import Walk, file
from tests.models.world import DAY, NOW, actor, find


def sheet_of(session: Session) -> DreamSheet:
    Walk(session).to_lists()
    written(session, "E-05")
    written(session, "E-06")
    return file(session, "E-05", ["O-1", "O-5"])


def serve(session: Session, sheet: DreamSheet, chosen: dict[str, int], days: int = 0) -> None:
    by = actor(session, "e-05")
    aims.set_aims(session, actor=by, now=NOW + days * DAY, sheet=sheet, aims=chosen)


def objectives(session: Session, slug: str) -> list[int]:
    return [one.id for one in open_objectives(session, find(session, Executive, slug))]


def test_choice_serves_an_objective_of_the_plan(session: Session) -> None:
    sheet, own = sheet_of(session), objectives(session, "E-05")
    before = session.scalars(select(DreamSheetVersion.commitment)).all()
    serve(session, sheet, {"O-5": own[0]})
    text = open_objectives(session, find(session, Executive, "E-05"))[0].text
    assert aims_in_words(session, sheet.executive, sheet).words == {"O-5": text}
    assert session.scalars(select(DreamSheetVersion.commitment)).all() == before
    serve(session, sheet, {})
    assert aims_in_words(session, sheet.executive, sheet).words == {}


def test_aims_that_are_refused(session: Session) -> None:
    sheet, own = sheet_of(session), objectives(session, "E-05")
    with pytest.raises(Invalid, match=r"^O-2 is not on your list\.$"):
        serve(session, sheet, {"O-2": own[0]})
    other = objectives(session, "E-06")[0]
    with pytest.raises(Invalid, match=r"^Choose an objective of your own plan\.$"):
        serve(session, sheet, {"O-5": other})
    with pytest.raises(Conflict, match=r"^The round is not open for dream sheets now\.$"):
        serve(session, sheet, {"O-5": own[0]}, days=11)
