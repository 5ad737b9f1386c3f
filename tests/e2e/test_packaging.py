"""What people install is whole: the wheel, a fresh environment with it, and a checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import zuiqing_desk

REPOSITORY = Path(__file__).resolve().parents[2]
THEMES = sorted(path.name for path in (REPOSITORY / "themes").glob("*.toml"))
WAIT_S = 600
# The port that is usual here may be in use on the machine the tests run on.
OURS = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "ZUIQING_DESK_WEBCHAT_PORT": "0"}

FIND_THEMES = """
import json
from zuiqing_desk.tui import theme
found = theme.load()
print(json.dumps({"folder": str(theme.shipped()), "names": sorted(found.by_name),
                  "problems": found.problems}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program outside the checkout, with nothing of it on the path; its stdout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**kept, **OURS, "ZUIQING_DESK_HOME": str(cwd / "home")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=WAIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Environment:
    """A fresh virtual environment that borrows the installed dependencies, but not this package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", with_pip=False)
        self.python = folder / "venv" / "bin" / "python"
        self.program = folder / "venv" / "bin" / "zuiqing-desk"
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        self.packages = folder / "venv" / "lib" / version / "site-packages"
        # A folder named in a .pth file is only a folder: an editable install in it has no effect.
        (self.packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def install(self, *words: str | Path) -> None:
        self.pip("--python", self.python, "install", "--quiet", "--no-deps", *words)

    def pip(self, *words: str | Path) -> None:
        run(sys.executable, "-m", "pip", *words, cwd=self.folder)

    def run(self, *words: str | Path) -> str:
        return run(*words, cwd=self.folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, REPOSITORY,
        cwd=folder,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("installed"))
    environment.install("--no-index", wheel)
    return environment


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("editable"))
    environment.install("-e", REPOSITORY)
    return environment


def package_files() -> set[str]:
    """Every file of the package in the checkout, as the wheel should name it."""
    package = REPOSITORY / "zuiqing_desk"
    return {
        path.relative_to(REPOSITORY).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_every_file_of_the_package_and_the_themes(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = package_files() | {f"zuiqing_desk/_themes/{name}" for name in THEMES}
    assert names == expected


def test_the_wheel_has_what_the_program_cannot_start_without(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert len(THEMES) >= 6
    for suffix in (
        "/_themes/zuiqing-dark.toml",
        "/tui/desk.tcss",
        "/webchat/page/index.html",
        "/webchat/openapi.json",
        "/paper/templates/handover.html.j2",
        "/store/migrations/env.py",
        "/bridge/schemas/v1/message.created.json",
        "/bridge/schemas/v1/out/message.send.json",
    ):
        assert any(name.endswith(suffix) for name in names), suffix
    assert any("/store/migrations/versions/" in name for name in names)


def test_the_installed_program_finds_its_themes(installed: Environment) -> None:
    found = json.loads(installed.run(installed.python, "-c", FIND_THEMES))
    assert Path(found["folder"]).is_relative_to(installed.packages)
    assert found["names"] == [name.removesuffix(".toml") for name in THEMES]
    assert found["problems"] == []


def test_the_installed_program_runs(installed: Environment) -> None:
    version = installed.run(installed.program, "--version")
    assert version == f"zuiqing-desk {zuiqing_desk.__version__}\n"
    assert json.loads(installed.run(installed.program, "keys", "--json"))
    assert json.loads(installed.run(installed.python, "-m", "zuiqing_desk", "doctor", "--json"))


def test_the_installed_program_makes_a_database(installed: Environment) -> None:
    script = (
        "from pathlib import Path; from zuiqing_desk.store import open_store\n"
        "open_store(Path('made') / 'desk.db').close()\n"
    )
    installed.run(installed.python, "-c", script)
    assert (installed.folder / "made" / "desk.db").stat().st_size > 0


def test_an_editable_install_finds_the_themes_of_the_checkout(editable: Environment) -> None:
    found = json.loads(editable.run(editable.python, "-c", FIND_THEMES))
    assert Path(found["folder"]) == REPOSITORY / "themes"
    assert found["names"] == [name.removesuffix(".toml") for name in THEMES]
    assert found["problems"] == []


def test_an_editable_install_runs(editable: Environment) -> None:
    version = editable.run(editable.program, "--version")
    assert version == f"zuiqing-desk {zuiqing_desk.__version__}\n"
