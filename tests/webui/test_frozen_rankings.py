"""What a host reads of its rankings before they open and once they are sealed."""

import pytest
from flask.testing import FlaskClient

from tests.webui.site import sign_in
from tests.webui.test_outcomes import words


@pytest.mark.parametrize("stage", ["frozen"])
def test_frozen_round_knows_certified_rankings_and_no_drafts(client: FlaskClient) -> None:
    assert "none was certified" in words(sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text)
    assert "does not count yet" not in client.get("/our-opportunities?round=R-1").text


@pytest.mark.parametrize("stage", ["review"])
def test_ranking_opens_with_the_rankings(client: FlaskClient) -> None:
    told = sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text
    assert "opens with the rankings" in told
