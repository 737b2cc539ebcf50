"""A closed report is corrected once a figure has changed, which its page says beforehand."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.models import reports
from tests.webui.site import send, sign_in

HERE = "/reports/2026/EN"
NOTHING = "No figure changed since the last version, so there is nothing to correct now."


def test_correction_is_offered_once_a_figure_has_changed(client: FlaskClient, db: Session) -> None:
    report = reports.closed(db)
    db.commit()
    office = sign_in(client, "office")
    page = office.get(HERE).text
    assert NOTHING in page
    assert "Add a correction" not in page
    refused = send(office, f"{HERE}/correct", {"reason": "One more."})
    assert "Nothing changed since the last version: there is nothing to correct." in refused.text
    assert ">\r\nOne more.</textarea>" in refused.text
    reports.one_more(db)
    db.commit()
    page = office.get(HERE).text
    assert NOTHING not in page
    assert "Words alone are not kept: a figure must have changed since the last version." in page
    assert send(office, f"{HERE}/correct", {"reason": "One more is on record."}).location == HERE
    db.refresh(report)
    assert [one.reason for one in report.versions] == [None, "One more is on record."]
    assert NOTHING in office.get(HERE).text
