"""My way back: which of several agreements it shows, and the act of whoever is late."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.queries.returns import my_right
from models.returns import ReturnRight
from models.services import returns
from tests.models import agreements as made
from tests.models.world import DAY, actor, find
from tests.webui.site import sign_in

FIRST, NEXT = date(2026, 11, 2), date(2027, 11, 1)


def two(session: Session) -> tuple[ReturnRight, ReturnRight]:
    """One away until April, and one agreed on from November on."""
    now = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
    return now, made.running(session, starts_on=NEXT, ends_on=date(2028, 4, 14))


def lived(session: Session) -> int | None:
    right = my_right(session, find(session, Executive, "E-05"))
    return None if right is None else right.id


def test_way_back_shows_what_is_lived_now_and_lists_the_rest_in_a_line(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        now, _ = two(session)
        assert lived(session) == now.id
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "first day back at Energy: 16 April 2027" in page
    assert "Treasury, 1 November 2027 to 14 April 2028</a>: agreed, not begun" in page
    assert "Treasury, 2 November 2026 to 15 April 2027</a>" not in page


def test_way_back_stays_with_one_that_is_late_and_then_goes_to_the_next(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        first, second = two(session)
        made.lasting(session)
        made.tick(session, first, made.at(date(2027, 4, 17)))
        made.tick(session, second, made.at(NEXT))
        assert (first.state, second.state, lived(session)) == ("overdue", "active", first.id)
        returned(session, first, NEXT)
        assert lived(session) == second.id
        returned(session, second, NEXT + DAY)
        assert lived(session) == second.id, "of those back, the latest"


def returned(session: Session, right: ReturnRight, day: date) -> None:
    home = actor(session, "coord-EN")
    returns.enter_return(session, actor=home, now=made.at(day), right=right, returned_on=day)
