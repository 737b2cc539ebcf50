"""`python -m tests.browser` makes sure that there is a browser for the tests; `make test` calls it first."""

import os
import sys

from tests.browser.finder import BrowserError, find_or_install


def main() -> int:
    if os.environ.get("SKIP_E2E") == "1":
        print("chromium: tests left out (SKIP_E2E=1)")
        return 0
    try:
        print(f"chromium: {find_or_install()}")
    except BrowserError as error:
        print(f"chromium: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
