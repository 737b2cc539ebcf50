"""What is installed is what is in the repository, data files and migrations included."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.house.tree import PACKAGES, ROOT, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    (path,) = WheelBuilder(str(ROOT)).build(
        directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"]
    )
    return ZipFile(Path(path))


def test_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: ZipFile) -> None:
    built = [name for name in wheel.namelist() if not name.startswith("roundtrip-")]
    assert sorted(built) == files(*PACKAGES)


def test_wheel_installs_the_command(wheel: ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert wheel.read(name).decode() == "[console_scripts]\nroundtrip = webui.cli:main\n"
