"""The vendored assets are the bytes `seed.vendor` wrote, and refer to nothing that is not there."""

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from seed.vendor import CHECKSUMS, HTMX, USWDS, VENDOR, Package, beside, clean, main, references, unpack
from tests.house.tree import ROOT, files

FOLDER = str(VENDOR.relative_to(ROOT))
HELD = [path.removeprefix(f"{FOLDER}/") for path in files(FOLDER)]


def test_checksums_are_those_of_the_files_there() -> None:
    found = {
        name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in HELD if name != CHECKSUMS
    }
    listed = [line.split("  ") for line in (VENDOR / CHECKSUMS).read_text().splitlines()]
    assert {name: checksum for checksum, name in listed} == found


def test_files_named_by_the_packages_are_there() -> None:
    assert {*USWDS.files.values(), *HTMX.files.values()} - set(HELD) == set()


def test_style_sheets_refer_only_to_files_there() -> None:
    wanted = {
        beside(name, reference)
        for name in HELD
        if name.endswith(".css")
        for reference in references((VENDOR / name).read_bytes())
    }
    assert len(wanted) > 40
    assert wanted - set(HELD) == set()


def test_no_file_refers_to_a_source_map() -> None:
    assert [name for name in HELD if b"sourceMappingURL" in (VENDOR / name).read_bytes()] == []


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (b"a{}\n/*# sourceMappingURL=a.css.map */\n", b"a{}\n"),
        (b"f();\n//# sourceMappingURL=a.js.map", b"f();\n"),
        (b".usa-hero{background-image:url(../img/hero.jpg)}", b".usa-hero{background-image:none}"),
        (b"f();", b"f();"),
    ],
)
def test_only_source_maps_and_the_photograph_are_cut(published: bytes, kept: bytes) -> None:
    assert clean(published) == kept


def tarball(folder: Path, contents: dict[str, bytes]) -> Package:
    with tarfile.open(folder / "small.tgz", "w:gz") as archive:
        for name, content in contents.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    checksum = hashlib.sha256((folder / "small.tgz").read_bytes()).hexdigest()
    return Package("small@1", "small.tgz", checksum, {"dist/css/a.css": "small/css/a.css"})


def test_what_a_style_sheet_refers_to_comes_with_it(tmp_path: Path) -> None:
    style = b"a{background:url(../img/b.svg)}c{mask:url('../img/b.svg')}"
    package = tarball(tmp_path, {"dist/css/a.css": style, "dist/img/b.svg": b"<svg/>", "dist/d.js": b"d()"})
    assert unpack(tmp_path, package) == {"small/css/a.css": style, "small/img/b.svg": b"<svg/>"}


def test_other_tarball_under_the_same_name_is_refused(tmp_path: Path) -> None:
    package = tarball(tmp_path, {"dist/css/a.css": b"a{}"})
    tarball(tmp_path, {"dist/css/a.css": b"b{}"})
    with pytest.raises(ValueError, match=f"expected {package.sha256}$"):
        unpack(tmp_path, package)


def test_tool_without_its_folder_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no such folder"]) == 2
    assert capsys.readouterr().err == "usage: python -m seed.vendor [FOLDER_WITH_TARBALLS]\n"
