"""The programme office's part: people and their access, agencies, reference data, mail and jobs."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from models.actors import Role
from models.agencies import Agency
from models.db import unit_of_work
from models.errors import Invalid
from models.outbox import post
from models.services import mail
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models.world import NOW, actor, give
from tests.walks.people import enter, follow, heading, press
from tests.webui.site import Clock
from webui.jobs import JOBS, Job, run
from webui.machine import Machine

if TYPE_CHECKING:
    from playwright.sync_api import Page

filed = pytest.mark.parametrize("stage", ["filed"])


def look(window: "Page", address: str, title: str, name: str) -> None:
    """Go to the page of that title, and check it."""
    window.goto(address)
    heading(window, title)
    check_page(window, name)


def refused(window: "Page", watch: Watch, button: str, name: str, status: int = 422) -> None:
    """Press the button; the summary of what was refused has the focus. Check the page."""
    watch.expect(status)
    press(window, button)
    expect(window.get_by_role("alert")).to_be_focused()
    check_page(window, name)


def reason(window: "Page", text: str = " ") -> None:
    window.get_by_label("Reason").fill(text)


def clashing(window: "Page", watch: Watch, button: str, name: str) -> None:
    watch.expect(409)
    press(window, button)
    expect(window.get_by_role("heading", name="Somebody changed this since you opened it")).to_be_visible()
    check_page(window, name)


def test_office_adds_a_member_of_staff_grants_and_invites(home: str, visit: Visit, watch: Watch) -> None:
    office = enter(visit(home), "office")
    check_page(office, "office-desk")
    look(office, "/people", "People and access", "people")
    look(office, "/people?q=nobody", "People and access", "people-nobody-fits")
    look(office, "/people/ending", "Roles that end soon", "people-ending-none")
    look(office, "/people/new", "Add a person", "person-new")
    office.get_by_label("Name").fill(" ")
    office.get_by_label("E-mail address (optional)").fill("nowhere@agency")
    refused(office, watch, "Add", "person-new-error")
    office.get_by_label("Name").fill("Annabella Lee-Featherstonehaugh")
    office.get_by_label("E-mail address (optional)").fill("annabella.lee-featherstonehaugh@agency.example")
    press(office, "Add")
    heading(office, "Annabella Lee-Featherstonehaugh")
    check_page(office, "person-without-a-role")
    follow(office, "Grant a role")
    heading(office, "Grant Annabella Lee-Featherstonehaugh a role")
    check_page(office, "role-grant")
    office.get_by_label("Role").select_option(label="host contact")
    office.get_by_label("For which agency").select_option(label="the whole programme")
    office.get_by_label("Until the end of").fill("2028-11-23")
    reason(office)
    refused(office, watch, "Grant the role", "role-grant-error")
    office.get_by_label("For which agency").select_option(label="Energy")
    office.get_by_label("Until the end of").fill("2027-06-30")
    reason(office, "named by the agency")
    press(office, "Grant the role")
    heading(office, "Annabella Lee-Featherstonehaugh")
    check_page(office, "person-with-a-role")
    press(office, "Invite")
    heading(office, "The invitation of Annabella")
    check_page(office, "person-invited")


def test_office_adds_an_executive(home: str, visit: Visit, watch: Watch) -> None:
    office = enter(visit(home), "office")
    look(office, "/people/new/executive?agency=TR", "Add an executive of Treasury", "executive-new-no-post")
    look(office, "/people/new/executive?agency=EN", "Add an executive of Energy", "executive-new")
    office.get_by_label("Name").fill("Ann Lee")
    office.get_by_label("Appointment").select_option("career")
    office.get_by_label("Post", exact=False).first.select_option("P-1")
    office.get_by_label("Member of the service since").fill("2027-01-01")
    office.get_by_label("In the present post since").fill("2026-01-01")
    refused(office, watch, "Add", "executive-new-error")
    office.get_by_label("Member of the service since").fill("2020-01-01")
    press(office, "Add")
    heading(office, "Ann Lee")
    check_page(office, "executive-added")


def test_two_officers_correct_the_same_person(home: str, visit: Visit, watch: Watch) -> None:
    first, second = enter(visit(home), "office"), enter(visit(home), "office-2")
    look(first, "/people/e-05/change", "Correct Invented Person 5", "person-change")
    second.goto("/people/e-05/change")
    first.get_by_label("Name").fill("Anne Leigh")
    press(first, "Save")
    heading(first, "Anne Leigh")
    second.get_by_label("Name").fill("Ann Lee")
    second.get_by_label("E-mail address (optional)").fill("nowhere@agency")
    refused(second, watch, "Save", "person-change-error")
    second.get_by_label("E-mail address (optional)").fill("ann@agency.example")
    clashing(second, watch, "Save", "person-changed-meanwhile")
    press(second, "Save mine")
    heading(second, "Ann Lee")


def test_office_revokes_a_role_and_shuts_a_person_out(
    home: str, visit: Visit, watch: Watch, clock: Clock
) -> None:
    office = enter(visit(home), "office")
    look(office, "/people/office", "Olive Office", "person-myself")
    look(office, "/people/host-EN", "host-EN", "person-host")
    follow(office, "Revoke")
    heading(office, "Revoke a role of host-EN")
    check_page(office, "role-revoke")
    reason(office)
    refused(office, watch, "Revoke the role", "role-revoke-error")
    reason(office, "moved to another office")
    press(office, "Revoke the role")
    heading(office, "host-EN")
    office.get_by_text("1 role that ended").click()
    check_page(office, "person-role-ended")
    follow(office, "Deactivate")
    heading(office, "Deactivate host-EN")
    check_page(office, "person-deactivate")
    reason(office)
    refused(office, watch, "Deactivate", "person-deactivate-error")
    reason(office, "on leave")
    press(office, "Deactivate")
    expect(office.get_by_text("host-EN can no longer sign in.")).to_be_visible()
    check_page(office, "person-inactive")
    follow(office, "Let this person in again")
    heading(office, "Let host-EN in again")
    check_page(office, "person-reactivate")
    reason(office)
    refused(office, watch, "Let in again", "person-reactivate-error")
    look(office, "/people?state=inactive", "People and access", "people-inactive")
    clock.move(days=280)
    look(enter(office, "office"), "/people/ending", "Roles that end soon", "people-ending")


@filed
def test_office_moves_one_and_lets_another_leave(
    home: str, visit: Visit, watch: Watch, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        for slug in ("e-01", "e-05"):
            give(session, slug, Role.AGENCY_COORDINATOR, "AG")
            give(session, slug, Role.AUDITOR, None)
    office = enter(visit(home), "office")
    look(office, "/people/e-01", "Invented Person 1", "person-executive")
    follow(office, "Changes agency")
    heading(office, "Invented Person 1 changes agency")
    check_page(office, "person-move-choose")
    office.get_by_label("Any agency").select_option(label="Energy")
    press(office, "Show what will happen")
    heading(office, "Invented Person 1 goes to Energy")
    check_page(office, "person-move")
    office.get_by_label("Post in the new agency").select_option("P-1")
    reason(office)
    refused(office, watch, "Enter the move", "person-move-error")
    reason(office, "reassigned")
    press(office, "Enter the move")
    heading(office, "Invented Person 1")
    check_page(office, "person-moved")
    look(office, "/people/host-TR/leave", "host-TR leaves the service", "person-leave-nothing")
    look(office, "/people/e-05/leave", "Invented Person 5 leaves the service", "person-leave")
    reason(office)
    refused(office, watch, "Enter that Invented Person 5 has left", "person-leave-error")
    reason(office, "retired")
    press(office, "Enter that Invented Person 5 has left")
    expect(office.get_by_text("Invented Person 5 has left:")).to_be_visible()
    check_page(office, "person-left")


@filed
def test_office_renames_merges_and_closes_agencies(
    home: str, visit: Visit, watch: Watch, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        session.add(Agency(code="ZZ", name="Zeppelin Board"))
    office, second = enter(visit(home), "office"), enter(visit(home), "office-2")
    look(office, "/agencies", "Agencies", "agencies")
    look(office, "/agencies/EN", "Energy", "agency")
    look(office, "/agencies/ZZ", "Zeppelin Board", "agency-empty")
    look(office, "/agencies/EN/rename", "Rename Energy", "agency-rename")
    second.goto("/agencies/EN/rename")
    office.get_by_label("Name").fill("Treasury")
    refused(office, watch, "Rename", "agency-rename-error")
    office.get_by_label("Name").fill("Energy and Climate")
    press(office, "Rename")
    heading(office, "Energy and Climate")
    check_page(office, "agency-renamed")
    second.get_by_label("Name").fill("Energy and Water")
    clashing(second, watch, "Rename", "agency-renamed-meanwhile")
    look(office, "/agencies/TR/merge", "Merge Treasury", "agency-merge-choose")
    look(office, "/agencies/EN/merge/TR", "Merge Energy and Climate into Treasury", "agency-merge-undecided")
    look(office, "/agencies/TR/merge/AG", "Merge Treasury into Agriculture", "agency-merge")
    reason(office)
    refused(office, watch, "Merge the two agencies", "agency-merge-error")
    reason(office, "by law")
    press(office, "Merge the two agencies")
    heading(office, "Agriculture")
    check_page(office, "agency-merged")
    look(office, "/agencies/TR", "Treasury", "agency-closed")
    look(office, "/agencies/AG/close", "Close Agriculture", "agency-close-hanging")
    look(office, "/agencies/ZZ/close", "Close Zeppelin Board", "agency-close")
    reason(office)
    refused(office, watch, "Close the agency", "agency-close-error")
    second.goto("/agencies/ZZ/close")
    reason(second, "nobody is there")
    reason(office, "nobody is there")
    press(office, "Close the agency")
    heading(office, "Zeppelin Board")
    refused(second, watch, "Close the agency", "agency-closed-meanwhile", 409)


def test_office_reads_the_reference_data(home: str, visit: Visit) -> None:
    office = enter(visit(home), "office")
    look(office, "/reference", "Reference data", "reference")
    look(office, "/reference/qualifications", "Executive Core Qualifications", "reference-qualifications")
    look(office, "/reference/policy", "Figures of law and policy", "reference-policy")


def refuse_mail(engine: Engine) -> None:
    """Two notices that the mail server refused."""
    said = "550 5.1.1 <e-01@agency.example>: Recipient address rejected: User unknown in mailbox table"
    with unit_of_work(engine) as session:
        system = actor(session, "system")
        for slug in ("e-01", "e-02"):
            actor(session, slug).email = f"{slug}@agency.example"
            notice = post(
                session,
                key=slug,
                recipient_id=actor(session, slug).id,
                template="round_result",
                now=NOW,
                round="A",
            )
            session.flush()
            mail.give_up(session, actor=system, now=NOW, notice=notice, answer=said)


def fail_job(engine: Engine, clock: Clock) -> None:
    def verb(_: Machine) -> str:
        raise Invalid("The mail server mail.agency.example:25 cannot be used: it does not answer.")

    (sender,) = [job for job in JOBS if job.id == "send_mail"]
    run(Job(sender.id, sender.what, sender.every, verb), Machine(engine, clock, lambda: None))


def test_office_sends_failed_mail_again_and_drops_it(
    home: str, visit: Visit, watch: Watch, engine: Engine, clock: Clock
) -> None:
    office = enter(visit(home), "office")
    look(office, "/mail", "Mail", "mail-empty")
    look(office, "/mail/jobs", "Jobs", "jobs-never-ran")
    refuse_mail(engine)
    fail_job(engine, clock)
    look(office, "/", "My desk", "office-desk-failures")
    look(office, "/mail", "Mail", "mail-failed")
    look(office, "/mail/jobs", "Jobs", "jobs-failed")
    look(office, "/people/e-01", "Invented Person 1", "person-failed-mail")
    office.goto("/mail")
    follow(office, "Drop the notice to Invented Person 2")
    heading(office, "Drop a notice to Invented Person 2")
    check_page(office, "mail-drop")
    reason(office)
    refused(office, watch, "Drop the notice", "mail-drop-error")
    reason(office, "told by telephone")
    press(office, "Drop the notice")
    expect(office.get_by_text("The notice is dropped.")).to_be_visible()
    press(office, "Send again")
    shown = "is shown as sent within a minute. Nothing is mailed in the demonstration."
    expect(office.get_by_text(shown)).to_be_visible()
    check_page(office, "mail-waiting")
    look(office, "/mail?state=dropped", "Mail", "mail-dropped")


@pytest.mark.parametrize("stage", ["crowded filed"])
def test_long_lists_keep_to_the_page(home: str, visit: Visit) -> None:
    office = enter(visit(home), "office")
    look(office, "/people", "People and access", "people-many")
    look(office, "/agencies/EN", "Energy", "agency-many")
