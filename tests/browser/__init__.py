"""Tests in a real browser: how to write one.

A walk is a story of one or more people in their windows. Its file lies in `tests/walks/`:

    from playwright.sync_api import expect

    from tests.browser.checks import check_page

    def test_executive_ranks_two_choices(serve: Serve, visit: Visit) -> None:
        ann = visit(serve(create_app(config)))               # a window of her own, 1280 × 800
        ann.goto("/")                                        # below the base URL given to `visit`
        ann.get_by_label("Sign in as").select_option("Ann Lee (invented)")
        ann.get_by_role("button", name="Sign in").click()
        expect(ann.get_by_role("heading", level=1)).to_have_text("My desk")
        check_page(ann, "executive-desk")

Find things as people do, by role and name or by label, and wait with `expect(…)`, never with a pause.

    visit(base_url, scripts=False)   the same with JavaScript off; axe is JavaScript too and left out there
    page                             one window without a base URL, for a test that needs no more
    serve(app)                       the base URL of a WSGI app on a free port, until the test ends;
                                     `tests.browser.server.running(app)` does it for a longer fixture
    watch.expect(422)                one page or fragment will be answered with 422, and that is meant
    check_page(page, name)           axe with WCAG 2.0 to 2.2 A and AA and section 508, wide and at 320 px; no
                                     sideways scroll; one h1, a title, the language; then `photograph`
    photograph(page, name)           the page at 1280 and 375 px, into the folder ROUNDTRIP_PHOTOS names

Call `check_page` in every state of a page: empty, filled, in error, with its menu open. By itself, every
test fails in the end on an error in the console or a script, a breach of the content security policy, an
answer from 400 on that was not expected, a failed request, and a request to anything but 127.0.0.1. For a
page without an icon some browsers ask for /favicon.ico, which counts.

The types of the fixtures, `Visit` and `Serve`, are in `tests.browser.fixtures`. Tests that use one are
marked `e2e`: `pytest -m "not e2e"` leaves them out, and so does `SKIP_E2E=1`; nothing else does.
"""
