"""Pages under the strictest policy with room for one thing wrong: `sample.html` holds components of the
design system, `SMALL` next to nothing."""

from pathlib import Path

from flask import Flask, Response

from seed.vendor import VENDOR

PAGE = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
SMALL = """\
<!doctype html>
<html lang="en">
<head><title>Small</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/vendor/uswds/img/us_flag_small.png">
<link rel="stylesheet" href="/static/vendor/uswds/css/uswds.min.css"></head>
<body><main class="usa-prose padding-2"><h1>Small</h1>@@EXTRA@@</main></body>
</html>
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
)


def sample_app(extra: str = "", page: str = SMALL) -> Flask:
    """Return an app that answers "/" with the page, `extra` inside its main part, and "/gone" with 404."""
    app = Flask("sample", static_folder=str(VENDOR.parent))
    text = page.replace("@@EXTRA@@", extra)
    headers = {"Content-Security-Policy": POLICY}
    app.add_url_rule("/", "page", lambda: Response(text, headers=headers))
    app.add_url_rule("/gone", "gone", lambda: Response(text, 404, headers))
    return app
