"""The programs of a PostgreSQL server: where they are, how they are run, how they get onto the machine."""

import os
import shutil
import subprocess
from pathlib import Path

SERVER_ACCOUNT = "postgres"
DEBIAN = Path("/usr/lib/postgresql")
REMEDY = (
    "No PostgreSQL server found: neither initdb and pg_ctl on PATH nor /usr/lib/postgresql/*/bin. "
    "Install one (sudo apt-get install postgresql) or leave its tests out (make test SKIP_POSTGRES=1)."
)


class PostgresError(RuntimeError):
    """The server is missing, or one of its programs failed; the text says which and why."""


def run(program: str, *arguments: str, home: Path) -> None:
    """Run a server program, and say what it and the server's log say where it fails."""
    done = call(program, *arguments, home=home)
    if done.returncode != 0:
        log = home / "log"
        told = done.stdout + (log.read_text() if log.exists() else "")
        raise PostgresError(f"{program} failed with exit code {done.returncode}:\n{told[-4000:]}")


def is_running(home: Path) -> bool:
    """Whether the server of `home` lives; the file with its number outlives a machine that went down."""
    return call("pg_ctl", "status", "-D", str(home / "data"), home=home).returncode == 0


def call(program: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Call a server program; as root it runs as the server's account, because initdb refuses root."""
    folder = server_folder()
    if folder is None:
        raise PostgresError(REMEDY)
    account = SERVER_ACCOUNT if os.geteuid() == 0 else None
    return subprocess.run(
        [folder / program, *arguments],
        cwd=home,
        user=account,
        group=account,
        extra_groups=None if account is None else [],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def server_folder() -> Path | None:
    """Return the folder with initdb and pg_ctl: the one on PATH, else Debian's newest."""
    on_path = shutil.which("pg_ctl")
    debian = [path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    newest_first = sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    candidates = [Path(on_path).parent, *newest_first] if on_path else newest_first
    return next(
        (path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None
    )


def give_to_account(folder: Path) -> None:
    """As root, hand `folder` to the account that will run the server."""
    if os.geteuid() != 0:
        return
    try:
        shutil.chown(folder, SERVER_ACCOUNT, SERVER_ACCOUNT)
    except LookupError as error:
        raise PostgresError(f"As root the server needs an account of its own: {error}. {REMEDY}") from error


def find_or_install() -> Path:
    """Return the folder of the server's programs; as root install them where they lack."""
    folder = server_folder()
    if folder is None:
        install()
        folder = server_folder()
    if folder is None:
        raise PostgresError(REMEDY)
    return folder


def install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PostgresError(REMEDY)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
        if subprocess.run(["apt-get", *command], env=environment, check=False).returncode != 0:
            raise PostgresError(f"apt-get {command[0]} failed. {REMEDY}")
