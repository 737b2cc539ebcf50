"""What goes wrong behind a page is noticed; what is meant is not."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.browser.fixtures import Serve, Visit
from tests.browser.sample import sample_app
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser


FAULTS = {
    '<script src="/complain.js"></script>': "console: no",
    '<script src="/throw.js"></script>': "script: no",
    '<img alt="" src="/static/gone.png">': "404: GET /static/gone.png",
    '<p style="color: red">red</p>': "console: Applying inline style violates",
    "<script>let inline</script>": "console: Executing inline script violates",
    '<img alt="" src="http://example.test/a.png">': "off this machine: GET http://example.test/a.png",
}
"""What stands in a page, and what is told of it."""


def told(browser: "Browser", base_url: str, *statuses: int, path: str = "/") -> list[str]:
    """Return what a watch of its own says of one page, but for its first line."""
    watch = Watch()
    for status in statuses:
        watch.expect(status)
    with browser.new_context(base_url=base_url) as context:
        watch.listen(context)
        context.new_page().goto(path, wait_until="networkidle")
    try:
        watch.finish()
    except AssertionError as error:
        return [line.replace(base_url, "") for line in str(error).splitlines()[1:]]
    return []


def app_with_scripts(extra: str) -> Flask:
    """The sample page with `extra`, and the scripts that it may load."""
    app = sample_app(extra)
    scripts = {
        "throw": "throw new Error('no')",
        "complain": "console.error('no')",
        "warn": "console.warn('no')",
    }
    app.add_url_rule(
        "/<name>.js", "script", lambda name: (scripts[name], {"Content-Type": "text/javascript"})
    )
    return app


def test_every_fault_behind_a_page_is_told(browser: "Browser", serve: Serve) -> None:
    lines = told(browser, serve(app_with_scripts("".join(FAULTS))))
    assert [fault for fault in FAULTS.values() if not any(line.startswith(fault) for line in lines)] == []


@pytest.mark.parametrize("extra", ["", '<script src="/warn.js"></script>'])
def test_page_without_a_fault_is_passed(browser: "Browser", serve: Serve, extra: str) -> None:
    assert told(browser, serve(app_with_scripts(extra))) == []


def test_expected_status_is_no_fault_once(browser: "Browser", serve: Serve) -> None:
    base_url = serve(sample_app())
    assert told(browser, base_url, path="/gone") == ["404: GET /gone"]
    assert told(browser, base_url, 404, path="/gone") == []


def test_expected_status_that_does_not_come_is_told(browser: "Browser", serve: Serve) -> None:
    assert told(browser, serve(sample_app()), 422) == ["422 was expected and did not come"]


def test_windows_share_nothing(serve: Serve, visit: Visit) -> None:
    base_url = serve(sample_app())
    one, other = visit(base_url), visit(base_url)
    for window in (one, other):
        window.goto("/")
    one.evaluate("localStorage.setItem('who', 'one')")
    assert other.evaluate("localStorage.getItem('who')") is None
