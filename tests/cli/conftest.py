"""What every test of the command line may ask for."""

from pathlib import Path

import pytest
from support.command import CommandLine
from support.hostile import hostile_shop


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session bus: nothing of the machine the tests run on is asked."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("ZUIQING_DESK_HOME", raising=False)


@pytest.fixture
def cli(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(tmp_path / "home", capsys, monkeypatch)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full shop, every text of which is an attacker's; only to be read."""
    home = tmp_path_factory.mktemp("hostile")
    hostile_shop(home)
    return home


@pytest.fixture
def on_hostile(
    hostile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(hostile, capsys, monkeypatch)
