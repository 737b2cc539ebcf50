"""The browser of the tests: where it is, and how it gets onto the machine."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ON_PATH = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
"""The headless build first: it is Chromium without its windows, at two thirds of the processor's time."""
DEBIAN = ("chromium-headless-shell", "chromium")
"""Packages that bring one, as Debian names them; not every Debian has the first."""
CACHE = Path(__file__).parents[2] / ".cache" / "chromium-147.0.0"
NPM_SPEC = "@sparticuz/chromium@147.0.0"
NPM_SHA256 = "18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b"
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), [from, to] = process.argv.slice(1);
require("stream").pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to),
  (error) => { if (error) throw error; });
"""
PLAYWRIGHT = (sys.executable, "-m", "playwright")
REMEDY = f"""\
no Chromium for the tests in a browser. Five ways to get one:
  1. name one that is installed: make test E2E_CHROMIUM=/path/to/chromium
  2. put chromium-headless-shell, chromium, google-chrome or chromium-browser on PATH
  3. sudo apt-get install chromium-headless-shell, or chromium (done by itself when run as root)
  4. put npm and node on PATH: a Chromium from the npm package {NPM_SPEC} is then unpacked into .cache
  5. .venv/bin/playwright install chromium, on a machine that reaches the internet
Or leave these tests out: make test SKIP_E2E=1."""


class BrowserError(RuntimeError):
    """There is no browser; the text says what to do."""


def find() -> Path | None:
    """Return the browser to use: the one named, on PATH, unpacked before, or installed by Playwright."""
    named = os.environ.get("E2E_CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise BrowserError(f"E2E_CHROMIUM={named} is not a program. Without it: {REMEDY}")
        return Path(named)
    on_path = next(filter(None, map(shutil.which, ON_PATH)), None)
    candidates = [Path(on_path)] if on_path else [CACHE / "chromium", playwrights_own()]
    return next((path for path in candidates if path.exists()), None)


def find_or_install() -> Path:
    """Return the browser to use, after installing one by the first way that works here."""
    found = find()
    for install in (install_by_apt, install_by_npm, install_by_playwright):
        if found is None:
            install()
            found = find()
    if found is None:
        raise BrowserError(REMEDY)
    return found


def playwrights_own() -> Path:
    """Return where `playwright install chromium` puts its browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def install_by_apt() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = "apt-get", "install", "-y", "-qq", "--no-install-recommends"
        if succeeds("apt-get", "update", "-qq", env=environment):
            any(succeeds(*install, package, env=environment) for package in DEBIAN)


def install_by_npm() -> None:
    """Unpack the browser of an npm package into `.cache`; it needs no root."""
    if not (shutil.which("npm") and shutil.which("node")):
        return
    with tempfile.TemporaryDirectory() as temporary:
        if succeeds("npm", "pack", "--silent", NPM_SPEC, cwd=temporary):
            (tarball,) = Path(temporary).glob("*.tgz")
            unpack(tarball, CACHE)


def unpack(tarball: Path, target: Path) -> None:
    """Write the browser inside `tarball` to `target`/chromium, complete or not at all."""
    found = hashlib.sha256(tarball.read_bytes()).hexdigest()
    if found != NPM_SHA256:
        raise BrowserError(f"{NPM_SPEC}: SHA-256 is {found}, expected {NPM_SHA256}")
    target.mkdir(parents=True, exist_ok=True)
    packed, unfinished = target / "chromium.br", target / "unfinished"
    with tarfile.open(tarball) as archive, packed.open("wb") as file:
        file.write(archive.extractfile("package/bin/chromium.br").read())  # type: ignore[union-attr]
    if succeeds("node", "-e", UNPACK, str(packed), str(unfinished)):
        unfinished.chmod(0o755)
        unfinished.rename(target / "chromium")
    packed.unlink()


def install_by_playwright() -> None:
    succeeds(*PLAYWRIGHT, "install", "chromium")


def succeeds(*command: str, cwd: str | None = None, env: dict[str, str] | None = None) -> bool:
    """Run a command that may fail, because another way is tried after it; it shows its own errors."""
    print(f"chromium: {Path(command[0]).name} {command[1]} …", flush=True)
    return subprocess.run(command, cwd=cwd, env=env, check=False).returncode == 0
