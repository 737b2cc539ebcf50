"""`make bench`, second part: every main page under load, against a yardstick in the same run.

Sixteen browsers ask gunicorn with two workers over a database of 8,000 people. Each asks for a page, then for
the page's yardstick: a view of the same application with the same frame that runs as many plain Core SELECTs
and writes as many plain rows. What counts is the ratio of their 99th percentiles, and that nothing fails.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from models.db import unit_of_work
from models.queries.people import featured
from tests.bench.crowd import PEOPLE, make_crowd
from tests.bench.server import build
from tests.house.crawler import look, site_engine
from tests.webui.site import sign_in

WORKERS, THREADS, CLIENTS = 2, 4, 16
ROUNDS = 30  # times each browser asks for each page of its person
MOST_SECONDS = 240.0
MOST_RATIO = 3.0
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ROWS = re.compile(r"<(?:tr|li)\b")


@dataclass(frozen=True)
class Subject:
    """A page as one person sees it, with what it costs: statements and rows."""

    person: str
    address: str
    endpoint: str
    selects: int
    rows: int

    @property
    def yardstick(self) -> str:
        return f"/yardstick/{self.selects}/{self.rows}"


def main() -> int:
    """Measure, print the table, and say by the exit code whether the target is met."""
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("BENCH_DATABASE_URL") or make_crowd(Path(folder))
        os.environ["DATABASE_URL"] = url
        subjects = find_subjects()
        with serving() as port:
            spent, failed = ask(port, subjects)
    return report(subjects, spent, failed)


def find_subjects() -> list[Subject]:
    """The rooms of everybody's menu and what is one step behind them: one address for each page."""
    app = build()
    found: dict[str, Subject] = {}
    for person in people(app):
        client = sign_in(app.test_client(), person)
        frame = len(look(client, "/yardstick/0/0").pages_own)
        desk = look(client, "/")
        rooms = [link for link in desk.links if link.startswith("/") and not link.startswith("/static")]
        behind = [link for room in rooms for link in look(client, room).links]
        for address in dict.fromkeys(["/", *rooms, *behind]):
            if address.startswith("/") and not address.startswith("/static"):
                page = look(client, address)
                name = page.endpoint if address != "/" else f"desk.page ({person})"
                if page.status == 200 and name not in found:
                    content = client.get(address).text.partition("<main")[2]
                    selects, rows = len(page.pages_own) - frame, len(ROWS.findall(content))
                    found[name] = Subject(person, address, name, selects, rows)
    site_engine(app).dispose()
    return list(found.values())


def people(app: Flask) -> list[str]:
    """One person of each role, as the demonstration offers them."""
    with unit_of_work(site_engine(app), read_only=True) as session:
        return [group[0].slug for group in featured(session).values() if group]


@contextmanager
def serving() -> Iterator[int]:
    """Gunicorn on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "120"]
    command += ["--log-level", "warning"]
    server = subprocess.Popen([*command, "tests.bench.server:build()"])
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("gunicorn ended before it served")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not begin to serve")


class Browser:
    """One connection kept open, one cookie."""

    def __init__(self, port: int, person: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = ""
        asked = TOKEN.search(self.ask("/sign-in")[1])
        assert asked
        form = urlencode({"csrf_token": asked.group(1), "slug": person})
        self.ask("/sign-in/as", form)

    def ask(self, address: str, form: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": self._cookie}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("GET" if form is None else "POST", address, form, headers)
        answer = self._connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie", []):
            self._cookie = value.split(";")[0]
        return answer.status, answer.read().decode()


def ask(port: int, subjects: list[Subject]) -> tuple[dict[str, list[float]], list[str]]:
    """Seconds of every answer by address, and what failed."""
    spent: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    ends = time.monotonic() + MOST_SECONDS
    threads = [
        threading.Thread(target=_browse, args=(port, subjects, number, ends, spent, failed))
        for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, failed


def _browse(
    port: int,
    subjects: list[Subject],
    number: int,
    ends: float,
    spent: dict[str, list[float]],
    failed: list[str],
) -> None:
    try:
        browsers = {person: Browser(port, person) for person in {subject.person for subject in subjects}}
        chance = random.Random(number)
        for _ in range(ROUNDS):
            for subject in chance.sample(subjects, len(subjects)):
                if time.monotonic() > ends:
                    return
                browser = browsers[subject.person]
                for kind in chance.sample([subject.address, subject.yardstick], 2):
                    began = time.perf_counter()
                    status, _ = browser.ask(kind)
                    key = subject.endpoint if kind == subject.address else f"yardstick of {subject.endpoint}"
                    spent[key].append(time.perf_counter() - began)
                    if status != 200:
                        failed.append(f"{kind}: {status}")
    except Exception as fault:
        failed.append(f"browser {number}: {fault!r}")


def quantile(values: list[float], share: float) -> float:
    """In milliseconds; the smallest value that at least this share does not exceed."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(subjects: list[Subject], spent: dict[str, list[float]], failed: list[str]) -> int:
    """Print the table; 1 where a page is above the target or something failed."""
    sys.stdout.write(
        f"{PEOPLE} people, {CLIENTS} browsers, {WORKERS} workers of {THREADS} threads; milliseconds\n"
    )
    sys.stdout.write(
        f"{'page':34} {'SQL':>4} {'rows':>5} {'n':>5} {'p50':>7} {'p99':>7}  "
        f"{'p50':>7} {'p99':>7} (yardstick)  ratio\n"
    )
    above = 0
    for subject in subjects:
        page, stick = spent[subject.endpoint], spent[f"yardstick of {subject.endpoint}"]
        if not page or not stick:
            failed.append(f"{subject.endpoint}: never answered")
            continue
        ratio = quantile(page, 0.99) / quantile(stick, 0.99)
        above += ratio > MOST_RATIO
        figures = [quantile(values, share) for values in (page, stick) for share in (0.5, 0.99)]
        sys.stdout.write(
            f"{subject.endpoint:34} {subject.selects:4d} {subject.rows:5d} {len(page):5d} "
            f"{figures[0]:7.1f} {figures[1]:7.1f}  {figures[2]:7.1f} {figures[3]:7.1f} {ratio:18.2f}\n"
        )
    sys.stdout.write(f"failures: {len(failed)} {failed[:5]}\npages above {MOST_RATIO} x: {above}\n")
    return 1 if failed or above else 0


if __name__ == "__main__":
    sys.exit(main())
