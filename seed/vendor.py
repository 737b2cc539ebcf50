"""Maintainers' tool: `python -m seed.vendor [FOLDER_WITH_TARBALLS]` writes `webui/static/vendor/`.

It takes from two npm packages what the pages load, and nothing else, so that neither running nor testing
needs Node. Without a folder `npm pack` fetches the tarballs. Only tarballs with the hashes below are taken,
and the same tarballs give the same bytes. Two things differ from what was published: references to source
maps, which are not carried, are cut, and the photograph of the component *hero*, which no page uses, is
left out.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).parents[1] / "webui" / "static" / "vendor"
CHECKSUMS = "checksums.sha256"
URL = re.compile(rb"url\(([^)]+)\)")
SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*\Z")
HERO = b"url(../img/hero.jpg)"


class Package(NamedTuple):
    """One npm package: what `npm pack` calls it, its tarball, and which of its files go where."""

    spec: str
    tarball: str
    sha256: str
    files: dict[str, str]  # path in the tarball below package/ -> path below the vendor folder


USWDS = Package(
    spec="@uswds/uswds@3.14.0",
    tarball="uswds-uswds-3.14.0.tgz",
    sha256="da91c65e6fc736fa397f0daf6ca2c2c95711506d85c7ad2537a4570725401e1c",
    files={
        "LICENSE.md": "uswds/LICENSE.md",
        "dist/css/uswds.min.css": "uswds/css/uswds.min.css",
        "dist/js/uswds.min.js": "uswds/js/uswds.min.js",
        "dist/js/uswds-init.min.js": "uswds/js/uswds-init.min.js",
        "dist/img/sprite.svg": "uswds/img/sprite.svg",
        "dist/img/us_flag_small.png": "uswds/img/us_flag_small.png",
        "dist/img/icon-dot-gov.svg": "uswds/img/icon-dot-gov.svg",
        "dist/img/icon-https.svg": "uswds/img/icon-https.svg",
    },
)
HTMX = Package(
    spec="htmx.org@2.0.11",
    tarball="htmx.org-2.0.11.tgz",
    sha256="165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
    files={"LICENSE": "htmx/LICENSE", "dist/htmx.min.js": "htmx/htmx.min.js"},
)


def vendor(tarballs: Path, target: Path = VENDOR) -> list[str]:
    """Replace the packages in `target` by what the tarballs hold, list the hashes of all files there, and
    return the paths written. The Apache licence, which neither package carries, is kept by hand."""
    contents = {**unpack(tarballs, USWDS), **unpack(tarballs, HTMX)}
    for folder in {name.partition("/")[0] for name in contents}:
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, content in contents.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    write_checksums(target)
    return sorted(contents)


def write_checksums(folder: Path) -> None:
    """Write one line "sha256  path" for every file below the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    ]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="")


def unpack(tarballs: Path, package: Package) -> dict[str, bytes]:
    """Return path -> content of the package's files and of what its style sheets refer to.

    Raises ValueError when the tarball is not the one this tool was written for.
    """
    path = tarballs / package.tarball
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        raise ValueError(f"{path}: SHA-256 is {found}, expected {package.sha256}")
    with tarfile.open(path) as archive:
        contents = {to: clean(read(archive, name)) for name, to in package.files.items()}
        for name, to in package.files.items():
            for reference in references(contents[to]) if name.endswith(".css") else ():
                contents[beside(to, reference)] = read(archive, beside(name, reference))
    return contents


def read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise ValueError(f"{name} is not a file of {archive.name!r}")
    return file.read()


def clean(content: bytes) -> bytes:
    """Cut the reference to a source map and to the photograph."""
    return SOURCE_MAP.sub(b"\n", content).replace(HERO, b"none")


def references(style_sheet: bytes) -> list[str]:
    """Return the relative addresses a style sheet names, each once, in order."""
    return sorted({found.decode().strip("'\"") for found in URL.findall(style_sheet)})


def beside(path: str, reference: str) -> str:
    """Resolve "../img/x.svg" as seen from the file `path`."""
    parts = list(Path(path).parent.parts)
    for part in reference.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def fetch(folder: Path) -> None:
    """Let npm put both tarballs into `folder`."""
    for package in (USWDS, HTMX):
        subprocess.run(["npm", "pack", "--silent", package.spec], cwd=folder, check=True)


def main(arguments: list[str]) -> int:
    """Vendor from the folder named on the command line, or from npm; 2 when the folder is not there."""
    if len(arguments) > 1 or not all(Path(name).is_dir() for name in arguments):
        sys.stderr.write("usage: python -m seed.vendor [FOLDER_WITH_TARBALLS]\n")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[0] if arguments else temporary)
        if not arguments:
            fetch(folder)
        written = vendor(folder)
    sys.stdout.write(f"{VENDOR.name}: {len(written)} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
