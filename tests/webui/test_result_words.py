"""What a result says of a place whose host withdrew the post since, and of limits that it lifts."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.proposals import Proposal
from models.services import opportunities
from tests.models.world import NOW, actor
from tests.webui.site import send, sign_in
from tests.webui.test_my_result import RESULT

pytestmark = pytest.mark.parametrize("stage", ["published"])


def test_post_that_was_withdrawn_since_is_named_without_a_page_of_it(
    client: FlaskClient, db: Session
) -> None:
    held = select(Proposal.opportunity_id).group_by(Proposal.opportunity_id).having(func.count() == 1)
    offer = db.scalars(select(Proposal).where(Proposal.opportunity_id.in_(held))).first()
    assert offer is not None
    who, post = offer.executive.slug, offer.opportunity
    there = f'href="/catalogue/R-1/{post.slug}"'
    assert there in sign_in(client, who.lower()).get(RESULT).text
    send(client, f"{RESULT}/decline")
    assert there in client.get(RESULT).text
    db.rollback()
    host = actor(db, f"host-{post.host_agency.code}")
    opportunities.withdraw(db, actor=host, now=NOW, opportunity=post, reason="reorganized")
    db.commit()
    page = client.get(RESULT).text
    assert there not in page
    assert f"<strong>{post.title}</strong>" in page
    assert "The post was withdrawn since, so its page in the catalogue is gone." in page
    assert client.get(f"/catalogue/R-1/{post.slug}").status_code == 404


def test_result_that_lifts_limits_says_that_its_lines_keep_them(
    make_client: Callable[[], FlaskClient],
) -> None:
    lifted, drawn = (sign_in(make_client(), slug).get(RESULT).text for slug in ("e-01", "e-04"))
    assert "with several kinds of limits lifted together you would have been." in lifted
    said = "The sentence at the top lifts what it names; these lines keep it."
    assert (said in lifted, said in drawn) == (True, False)
