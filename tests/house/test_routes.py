"""Every route wears a guard, is reached from the desk, refuses whoever must not, and reads cheaply."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models.access import RULES
from tests.house.conftest import AT, MAIN, STAGES, AppAt, Visits
from tests.house.crawler import WRITES, Visit, asked, endpoint, look
from tests.webui.site import sign_in
from webui.guards import EVERYBODY, SAFE, SIGNED_IN, Worn

MOST_STATEMENTS = 12
MOST_ALIKE = 2  # of one statement in one page; more is a query for each row
UNGUARDED = {
    "health.check": "answers also when the database does not, and tells states and counts only",
    "static": "style sheets and scripts are the same for everybody",
}
UNLINKED = {
    "agreement_entry.page": "reached once the executive and the host are chosen by name",
    "agreement_policy.ask_for_waiver": "linked where a rule that somebody may waive stops an agreement",
    "asks.new_to_coach": "linked for everybody but the coach, who is the one executive that crawls the stage",
    "entered_sheets.page": "linked for everybody whom a search by name finds",
    "health.check": "asked by the machine that watches the service",
    "feeds.read": "its address is shown once, to be copied into a calendar program",
    "return_feeds.read": "its address is shown once, to be copied into a calendar program",
    "returns.day": "reached from a day in one's own calendar program",
    "scenario_parts.page": "linked once a scenario was begun",
    "scenarios.differs": "linked once a scenario was run",
    "sign_in.invitation": "reached from the mail that invites",
    "sign_in.kept": "reached after a session has ended or a fresh proof was given",
    "sign_in.page": "where everybody is sent who is not signed in",
    "sign_in.step_up": "where an act leads that asks for a fresh proof",
}
UNOFFERED = {
    "account.change_password": "offered to whoever has a password; nobody of a demonstration has one",
    "answers.read_card": "offered where a seat of the scramble was taken up, at no stage that is crawled",
    "account.leave_elsewhere": "offered to whoever is signed in elsewhere too",
    "agreement_entry.enter": "the form of an executive and a host that were chosen by name",
    "way_back.say_back": "offered to whoever should be back and has not said so",
    "agreement_policy.waive": "offered where a rule that somebody may waive stops an agreement",
    "access.reactivate": "offered for somebody who is not active",
    "behalf.ask": "the form of an opportunity whose number is given",
    "asks.begin_to_coach": "offered to everybody but the coach, who crawls the stage",
    "agencies.close": "offered when nothing hangs on the agency",
    "entered_sheets.enter": "the form of somebody whom a search by name finds",
    "mentor_profile.resume": "offered to whoever is away",
    "mentor_profile.submit": "offered for a profile that is a draft",
    "ledger.look": "offered for a correction that waits for this second person",
    "limits.take_over": "offered where the ledger is not even",
    **{f"pools.{view}": "offered for a pool that was built" for view in ("balance", "dissolve")},
    "mail.release": "offered when mail is held after a restore",
    "return_feeds.revoke": "offered to whoever has an address",
    "mail.all_again": "offered when mail failed",
    "headcounts.confirm": "offered until a headcount is confirmed; the crawl sees confirmed ones",
    "headcounts.enter": "offered until a headcount is confirmed; the crawl sees confirmed ones",
    "reports.correct": "offered for a closed report; the crawl sees a draft and one that is ready",
    "uploads.undo": "offered for a file whose rows were stored",
    "nominations.invite": "the form below a card that was opened, which is on record",
    "service_record.attest": "offered on the page of a sabbatical",
    "repairs.set_aside": "offered where nobody can be offered a free seat, at no stage that is crawled",
    "requests.begin_plan": "offered when conversations that were held are over, without a plan",
    "requests.write_into_plan": "offered when conversations that were held are over, beside a plan",
    **{
        f"scenario_parts.{view}": "offered on the page of a scenario that was begun"
        for view in ("again", "approve_pin", "drop_pin", "limits", "pairs", "pin", "rules", "run")
    },
    "sheets.put_back": "offered for a list that was changed since it was certified",
    "sign_in.enter": "the form of strangers",
    "sign_in.enter_as": "the form of strangers",
    "sign_in.accept_invitation": "the form of strangers",
    "sign_in.drop_kept": "offered when something was kept",
    "sign_in.proved_again": "offered when a fresh proof is asked for",
}
OPEN = {
    f"sign_in.{view}" for view in ("page", "enter", "enter_as", "leave", "invitation", "accept_invitation")
} | {"feeds.read", "return_feeds.read"}
"""What strangers may open."""


def rules(app: Flask, *methods: str) -> list[Rule]:
    """The routes that answer one of the methods (all without any)."""
    wanted = set(methods)
    return [rule for rule in app.url_map.iter_rules() if not wanted or wanted & (rule.methods or set())]


def worn(app: Flask, name: str) -> Worn | None:
    return getattr(app.view_functions[name], "guard", None)


def each(visits: Visits) -> Iterator[tuple[str, str, Visit]]:
    for (stage, slug), found in visits.items():
        for visit in found:
            yield stage, slug, visit


def test_every_route_wears_a_guard(app: Flask) -> None:
    bare = {rule.endpoint for rule in rules(app) if worn(app, rule.endpoint) is None}
    assert bare - set(UNGUARDED) == set(), "put @guard(action, …) of webui/guards.py below the route"


def test_every_guard_names_an_action_of_the_table(app: Flask) -> None:
    guards = {rule.endpoint: worn(app, rule.endpoint) for rule in rules(app)}
    named = {
        (name, action)
        for name, found in guards.items()
        if found is not None
        for action in (found.action, found.write)
        if action is not None and action not in (SIGNED_IN, EVERYBODY)
    }
    assert {pair for pair in named if pair[1] not in RULES} == set(), "add the row to models/access.py"


def test_only_signing_in_is_open_to_everybody(app: Flask) -> None:
    found = {
        rule.endpoint for rule in rules(app) if (it := worn(app, rule.endpoint)) and it.action == EVERYBODY
    }
    assert found == OPEN


def test_what_asks_for_a_fresh_proof_is_no_safe_method(app: Flask) -> None:
    found = {
        rule.endpoint for rule in rules(app, *SAFE[:2]) if (it := worn(app, rule.endpoint)) and it.step_up
    }
    assert found == set(), "a page that asks for a fresh proof is a POST"


def test_every_page_is_reached_from_the_desk(app: Flask, visits: Visits) -> None:
    reached = {visit.endpoint for _, _, visit in each(visits)} | {"static"}
    pages = {rule.endpoint for rule in rules(app, "GET")}
    assert pages - reached - set(UNLINKED) == set(), "link it, or say in UNLINKED why not"
    assert set(UNLINKED) - pages == set()


def test_every_form_is_offered_to_somebody(app: Flask, visits: Visits) -> None:
    offered = {endpoint(app, form.action, "POST") for _, _, visit in each(visits) for form in visit.forms}
    posts = {rule.endpoint for rule in rules(app, "POST")}
    assert posts - offered - set(UNOFFERED) == set(), "no page has a form for it; or say in UNOFFERED why not"


def test_every_link_leads_somewhere(visits: Visits) -> None:
    dead = {
        f"{stage}, {slug}: {visit.came_from} → {visit.address}: {visit.status}"
        for stage, slug, visit in each(visits)
        if visit.status >= 400
    }
    assert dead == set()


def test_every_link_is_this_sites_own(visits: Visits) -> None:
    foreign = {
        f"{visit.address} → {link}"
        for _, _, visit in each(visits)
        for link in visit.links
        if not re.match(r"[/?#]|mailto:|$", link)
    }
    assert foreign == set()


def test_no_page_is_a_download(visits: Visits) -> None:
    found = {
        visit.endpoint
        for _, _, visit in each(visits)
        if visit.headers.get("Content-Disposition", "").startswith("attachment")
    }
    assert found == set(), "what is taken away is asked for by a POST"


def test_no_safe_method_writes_anything_but_the_session(visits: Visits) -> None:
    found = {
        (visit.endpoint, statement.split("\n")[0])
        for _, _, visit in each(visits)
        for statement in visit.pages_own
        if WRITES.match(statement)
    }
    assert found == set()


def test_no_page_asks_the_database_more_than_twelve_times(visits: Visits) -> None:
    counts = {
        (visit.endpoint, stage, slug, len(visit.pages_own))
        for stage, slug, visit in each(visits)
        if len(visit.pages_own) > MOST_STATEMENTS
    }
    assert counts == set()


def test_no_page_asks_once_for_each_row(visits: Visits) -> None:
    found = set()
    for _, _, visit in each(visits):
        ((statement, times),) = Counter(visit.pages_own).most_common(1) or [("", 0)]
        if times > MOST_ALIKE:
            found.add((visit.endpoint, times, statement[:200]))
    assert found == set(), "load the rows together (joinedload, selectinload, one query in models/queries)"


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_asks_as_often_for_many_rows_as_for_few(app_at: AppAt, visits: Visits, stage: str) -> None:
    wanted = {slug: telling(visits, stage, slug) for slug in AT[stage]}
    if not any(wanted.values()):
        return
    app, more = app_at(f"crowded {stage}"), set()
    for slug, found in wanted.items():
        client = sign_in(app.test_client(), slug)
        for visit in found:
            again = look(client, visit.address)
            if len(again.pages_own) > len(visit.pages_own):
                again = look(client, visit.address)  # by now what a process keeps is kept
            if again.status == 200 and len(again.pages_own) > len(visit.pages_own):
                more.add((visit.endpoint, slug, len(visit.pages_own), len(again.pages_own)))
    assert more == set()


def telling(visits: Visits, stage: str, slug: str) -> list[Visit]:
    """The pages that are looked at here, of many alike the first: everywhere at the main stages, between them
    only what is new."""
    elsewhere = {seen.endpoint for at, _, seen in each(visits) if at in MAIN and stage not in MAIN}
    firsts = {(visit.endpoint, asked(visit.address)): visit for visit in reversed(visits[stage, slug])}
    return [visit for visit in firsts.values() if visit.endpoint not in elsewhere]


@pytest.mark.parametrize("name", sorted({*UNGUARDED, *UNLINKED, *UNOFFERED}))
def test_every_exception_still_exists(app: Flask, name: str) -> None:
    assert name in app.view_functions
