"""My dream sheet through the pages: order, certification, consent, withdrawal."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.consents import Consent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from tests.models.world import find
from tests.webui.site import Clock, send, sign_in

SHEET = "/dream-sheet/R-1"
lists = pytest.mark.parametrize("stage", ["lists"])
filed = pytest.mark.parametrize("stage", ["filed"])


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def draft(db: Session, slug: str = "E-05") -> object:
    db.rollback()
    owner = find(db, Executive, slug)
    return db.scalars(select(DreamSheet.draft).where(DreamSheet.executive_id == owner.id)).one_or_none()


def sheet_of(db: Session, slug: str = "E-05") -> DreamSheet:
    db.rollback()
    owner = find(db, Executive, slug)
    return db.scalars(
        select(DreamSheet)
        .where(DreamSheet.executive_id == owner.id)
        .execution_options(populate_existing=True)
    ).one()


@lists
def test_list_is_built_and_rearranged_one_act_at_a_time(e05: FlaskClient, db: Session) -> None:
    for slug in ("O-1", "O-2", "O-5"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    assert draft(db) == [["O-1"], ["O-2"], ["O-5"]]
    found = []
    for act, slug, position in (
        ("up", "O-5", ""),
        ("tie", "O-5", ""),
        ("down", "O-1", ""),
        ("to", "O-2", "1"),
        ("untie", "O-1", ""),
    ):
        answer = send(e05, f"{SHEET}/arrange", {"slug": slug, "act": act, "position": position})
        assert answer.status_code == 303, answer.text
        found.append(draft(db))
    assert found == [
        [["O-1"], ["O-5"], ["O-2"]],
        [["O-1", "O-5"], ["O-2"]],
        [["O-5"], ["O-1"], ["O-2"]],
        [["O-2"], ["O-5"], ["O-1"]],
        [["O-2"], ["O-5"], ["O-1"]],
    ]
    send(e05, f"{SHEET}/remove", {"opportunity": "O-5"})
    assert draft(db) == [["O-2"], ["O-1"]]


@lists
def test_focus_returns_to_the_button_of_the_moved_choice(e05: FlaskClient) -> None:
    for slug in ("O-1", "O-2"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    answer = send(e05, f"{SHEET}/arrange", {"slug": "O-2", "act": "up"})
    assert answer.location == f"{SHEET}?moved=O-2#up-O-2"
    page = e05.get(answer.location).text
    assert 'id="up-O-2"' in page
    assert "Acting director, O-2 is now number 1." in page


@lists
def test_position_that_is_no_number_is_said_beside_the_list(e05: FlaskClient, db: Session) -> None:
    for slug in ("O-1", "O-2", "O-5"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    answer = send(e05, f"{SHEET}/arrange", {"slug": "O-1", "act": "to", "position": "second"})
    assert answer.status_code == 422
    assert answer.text.count("Enter a whole number.") == 2  # in the summary and beside the field
    assert 'value="second"' in answer.text
    place = answer.text.index
    assert place('<div id="sheet">') < place("data-error-summary")  # it goes with the next step
    assert draft(db) == [["O-1"], ["O-2"], ["O-5"]]


@lists
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"slug": "O-9", "act": "up"}, "O-9 is not on the list."),
        ({"slug": "O-1", "act": "sideways"}, "Not a valid choice."),
        ({"slug": "O-1"}, "Use the page's own buttons."),
        ({"slug": "", "act": "up"}, "Choose the opportunity again."),
        ({"slug": "O-1", "act": "to", "position": ""}, "Enter the position; 1 is the first."),
        ({"slug": "O-1", "act": "to", "position": "0"}, "Enter a position from 1 to 100."),
    ],
)
def test_act_that_makes_no_sense_is_refused(
    e05: FlaskClient, db: Session, data: dict[str, str], sentence: str
) -> None:
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    answer = send(e05, f"{SHEET}/arrange", data)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert draft(db) == [["O-1"]]


@lists
def test_adding_goes_back_to_where_it_was_found(e05: FlaskClient) -> None:
    query = "words=acting&agency=EN&agency=TR"
    answer = send(e05, f"{SHEET}/add", {"opportunity": "O-1", "query": query})
    assert answer.location == f"/catalogue/R-1?{query}#add-O-1"
    outside = send(e05, f"{SHEET}/add", {"opportunity": "O-2", "query": "//evil.example/\r\nX: y"})
    assert outside.location == "/catalogue/R-1#add-O-2"


@lists
def test_opportunity_that_is_not_offered_cannot_be_added(e05: FlaskClient, db: Session) -> None:
    answer = send(e05, f"{SHEET}/add", {"opportunity": "O-77"})
    assert answer.status_code == 422
    assert "O-77 is not offered in this round." in answer.text
    assert draft(db) is None


@lists
def test_certifying_freezes_what_was_read_and_gives_a_receipt(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    page = e05.get(f"{SHEET}/certify").text
    assert 'name="seen" value="O-1"' in page
    assert "not strategy-proof" in page
    answer = send(e05, f"{SHEET}/certify", {"seen": "O-1", "voluntary": "y"})
    assert answer.location == f"{SHEET}/receipt"
    version = db.scalars(select(DreamSheetVersion)).one()
    receipt = e05.get(f"{SHEET}/receipt").text
    assert version.commitment in receipt
    assert version.nonce is not None
    assert version.nonce in receipt
    assert db.scalars(select(Consent)).one().voluntary
    assert sheet_of(db).state is SheetState.CERTIFIED
    again = send(e05, f"{SHEET}/certify", {"seen": "O-1", "voluntary": "y"})
    assert again.location == f"{SHEET}/receipt"
    assert db.scalars(select(DreamSheetVersion)).one() is version


@lists
def test_certifying_without_the_tick_leaves_consent_missing(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    send(e05, f"{SHEET}/certify", {"seen": "O-1"})
    assert db.scalars(select(Consent)).all() == []
    assert "Your consent is missing" in e05.get(f"{SHEET}/receipt").text
    assert "Your consent for First invented round is missing" in e05.get("/").text
    send(e05, f"{SHEET}/consent", {"voluntary": "y"})
    assert "Your consent is missing" not in e05.get(f"{SHEET}/receipt").text


@lists
def test_list_changed_since_it_was_read_is_not_certified(e05: FlaskClient, db: Session) -> None:
    for slug in ("O-1", "O-2"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    answer = send(e05, f"{SHEET}/certify", {"seen": "O-2;O-1"})
    assert answer.status_code == 409
    assert "The list changed since you opened this page" in answer.text
    assert "What you read" in answer.text
    assert "The list as it stands now" in answer.text
    assert db.scalars(select(DreamSheetVersion)).all() == []


@lists
def test_consent_needs_the_tick(e05: FlaskClient, db: Session) -> None:
    assert "give your consent</a>, by <strong>3 December" in e05.get(SHEET).text
    answer = send(e05, f"{SHEET}/consent", {}, follow_redirects=True)
    assert "Tick the sentence if you agree with it; without it no consent is given." in answer.text
    assert db.scalars(select(Consent)).all() == []


@filed
def test_consent_is_taken_back_and_given_again(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{SHEET}/consent/take-back")
    owner = find(db, Executive, "E-05")
    mine = select(Consent).where(Consent.executive_id == owner.id).order_by(Consent.id)
    assert [one.withdrawn_at is None for one in db.scalars(mine)] == [False]
    assert send(e05, f"{SHEET}/consent/take-back").status_code == 409
    send(e05, f"{SHEET}/consent", {"voluntary": "y"})
    db.rollback()
    assert [one.withdrawn_at is None for one in db.scalars(mine)] == [False, True]


@filed
def test_withdrawing_says_what_it_does_and_erases_the_list(e05: FlaskClient, db: Session) -> None:
    page = e05.get(f"{SHEET}/withdraw").text
    assert "your list of 2 choices is erased, and so is the certified one" in page
    assert "and your supervisor and your agency are no longer asked to release you" in page
    card = "Add next: 3 more strengths"
    assert f"{card} — by " in e05.get("/").text
    send(e05, f"{SHEET}/withdraw")
    found = sheet_of(db)
    assert (found.state, found.draft) == (SheetState.WITHDRAWN, [])
    assert "You withdrew from First invented round" in e05.get("/").text
    assert f'{card} <span class="rt-muted">(no deadline)</span>' in e05.get("/").text
    assert "None stands, and nobody is asked to release you." in e05.get(SHEET).text
    assert send(e05, f"{SHEET}/withdraw").status_code == 409


@filed
def test_change_after_certifying_waits_for_being_certified_again(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{SHEET}/arrange", {"slug": "O-5", "act": "up"})
    assert sheet_of(db).state is SheetState.CHANGED
    assert "since you certified it; the change does not count yet" in e05.get("/").text
    receipt = e05.get(f"{SHEET}/receipt").text
    assert receipt.index("Acting director, O-1") < receipt.index("Acting director, O-5")


@filed
def test_choice_that_is_offered_no_longer_must_go_first(
    e05: FlaskClient, db: Session, engine: Engine
) -> None:
    gone = update(Opportunity).where(Opportunity.slug.in_(["O-1", "O-5"]))
    with engine.begin() as writer:
        writer.execute(gone.values(state=OpportunityState.WITHDRAWN))
    page = e05.get(SHEET).text
    assert "These cannot stay on the list: Acting director, O-1; Acting director, O-5." in page
    assert send(e05, f"{SHEET}/add", {"opportunity": "O-2"}).status_code == 422
    send(e05, f"{SHEET}/remove", {"opportunity": ["O-1", "O-5"]})
    assert draft(db) == []


@lists
def test_empty_list_cannot_be_certified(e05: FlaskClient, db: Session) -> None:
    choose = "First invented round is open for dream sheets: choose what you would take"
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    assert choose not in e05.get("/").text
    send(e05, f"{SHEET}/remove", {"opportunity": "O-1"})
    assert choose in e05.get("/").text
    assert "a draft; only a certified list counts" not in e05.get("/").text
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    send(e05, f"{SHEET}/remove", {"opportunity": "O-1"})
    assert "there is nothing to certify" in e05.get(f"{SHEET}/certify").text
    answer = send(e05, f"{SHEET}/certify", {"seen": ""})
    assert (answer.status_code, "Open the page again." in answer.text) == (422, True)
    assert db.scalars(select(DreamSheetVersion)).all() == []


@filed
def test_nothing_can_be_changed_after_the_lists_close(e05: FlaskClient, clock: Clock, db: Session) -> None:
    clock.move(days=11)
    sign_in(e05, "e-05")
    page = e05.get(SHEET).text
    assert "Move up" not in page
    assert send(e05, f"{SHEET}/arrange", {"slug": "O-5", "act": "up"}).status_code == 409
    assert draft(db) == [["O-1"], ["O-5"]]


@filed
def test_others_find_only_their_own(make_client: Callable[[], FlaskClient]) -> None:
    other, host = sign_in(make_client(), "e-03"), sign_in(make_client(), "host-EN")
    assert "Acting director, O-1" not in other.get(SHEET).text
    assert [host.get(f"{SHEET}{path}").status_code for path in ("", "/certify", "/receipt")] == [404] * 3
    assert send(host, f"{SHEET}/add", {"opportunity": "O-1"}).status_code == 404


@pytest.mark.parametrize("stage", ["posting"])
def test_round_that_is_not_open_yet_is_not_there(e05: FlaskClient) -> None:
    assert e05.get(SHEET).status_code == 404
    assert "opens for dream sheets" in e05.get("/").text


@filed
def test_audit_trail_holds_no_choice(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{SHEET}/arrange", {"slug": "O-5", "act": "up"})
    rows = db.scalars(select(AuditEvent).where(AuditEvent.object_type == "dream_sheets")).all()
    assert rows
    assert [row.facts for row in rows if "O-" in str(row.facts) + str(row.reason)] == []


@filed
def test_changed_list_is_put_back_as_certified_with_one_act(e05: FlaskClient, db: Session) -> None:
    certified = draft(db)
    button = "Put it back as certified"
    assert button not in e05.get(SHEET).text
    send(e05, f"{SHEET}/remove", {"opportunity": "O-1"})
    assert (button in e05.get(SHEET).text, draft(db)) == (True, [["O-5"]])
    answer = send(e05, f"{SHEET}/put-back", page=SHEET, follow_redirects=True)
    assert "Your list is again as you certified it, and it counts." in answer.text
    assert (draft(db), sheet_of(db).state) == (certified, SheetState.CERTIFIED)
    assert button not in answer.text
