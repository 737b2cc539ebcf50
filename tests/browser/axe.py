"""What axe finds on a page, under WCAG 2.0 to 2.2 A and AA and section 508."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.contrast import excused

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations", "incomplete"],
}


def findings(page: "Page") -> list[str]:
    """Return one line for each place that breaks a rule, and for each text whose contrast axe left open."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    results = page.evaluate("options => axe.run(options)", OPTIONS)
    open_texts = [rule for rule in results["incomplete"] if rule["id"] == "color-contrast"]
    return [
        *(line(rule, node) for rule, node in places(results["violations"])),
        *(
            f"{line(rule, node)} [left open by axe]"
            for rule, node in places(open_texts)
            if not excused(page, node["target"][0])
        ),
    ]


def places(rules: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every rule with every place it concerns."""
    return ((rule, node) for rule in rules for node in rule["nodes"])


def line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
    return f"{rule['id']}: {' '.join(node['target'])}: {why}"
