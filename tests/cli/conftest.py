"""What every test of the command line may ask for."""

from pathlib import Path

import pytest
from support.command import CommandLine


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
