"""Secrets: in the keyring where there is one, else in a file only its owner can read."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.keyrings import MemoryKeyring

from zuiqing_desk.settings import Home, Secrets, SettingsError


@pytest.fixture(autouse=True)
def bare_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No session bus, no keyring configuration of the machine the tests run on."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    MemoryKeyring.stored.clear()
    yield
    MemoryKeyring.stored.clear()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "home"
    return Home(folder, folder, given=True)


def use(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"support.keyrings.{backend}")


def test_without_a_keyring_a_file_of_the_owner_alone(home: Home) -> None:
    secrets = Secrets(home)
    secrets.set("imap", "酒·pass")
    assert Secrets(home).get("imap") == "酒·pass"
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    assert "secrets.json" in secrets.notice
    secrets.delete("imap")
    assert Secrets(home).get("imap") is None


def test_looking_leaves_no_trace(home: Home) -> None:
    secrets = Secrets(home)
    assert secrets.get("imap") is None
    secrets.delete("imap")
    assert not home.data.exists()


def test_nothing_but_the_file_is_left_after_writing(home: Home) -> None:
    secrets = Secrets(home)
    for secret in ("one", "two"):
        secrets.set("imap", secret)
    assert [path.name for path in home.data.iterdir()] == ["secrets.json"]


def test_a_file_open_to_others_is_closed(home: Home) -> None:
    Secrets(home).set("imap", "x")
    home.secrets_file.chmod(0o644)
    assert Secrets(home).get("imap") == "x"
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_named_and_left_alone(home: Home, content: bytes) -> None:
    home.data.mkdir()
    home.secrets_file.write_bytes(content)
    secrets = Secrets(home)
    for attempt in (lambda: secrets.get("a"), lambda: secrets.set("a", "b")):
        with pytest.raises(SettingsError, match=r"secrets\.json"):
            attempt()
    assert home.secrets_file.read_bytes() == content


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = Home(tmp_path / "file", tmp_path / "file", given=True)
    with pytest.raises(SettingsError, match=r"secrets\.json"):
        Secrets(home).set("imap", "x")


def test_many_writers_lose_nothing(home: Home) -> None:
    names = [f"n{number}" for number in range(20)]
    threads = [
        threading.Thread(target=Secrets(home).set, args=(name, f"secret of {name}"))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    table = json.loads(home.secrets_file.read_text("utf-8"))
    assert table == {name: f"secret of {name}" for name in names}


def test_with_a_keyring_nothing_goes_to_a_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "MemoryKeyring")
    secrets = Secrets(home)
    secrets.set("imap", "x")
    assert MemoryKeyring.stored == {(f"zuiqing-desk:{home.data}", "imap"): "x"}
    assert Secrets(home).get("imap") == "x"
    assert secrets.notice == ""
    assert not home.secrets_file.exists()
    secrets.delete("imap")
    secrets.delete("imap")
    assert MemoryKeyring.stored == {}


def test_two_homes_do_not_share_a_secret(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "MemoryKeyring")
    Secrets(home).set("imap", "x")
    other = Home(home.data / "other", home.data / "other", given=True)
    assert Secrets(other).get("imap") is None


def test_a_secret_moves_from_the_file_to_the_keyring_when_it_is_next_set(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    Secrets(home).set("imap", "old")
    Secrets(home).set("smtp", "stays")
    use(monkeypatch, "MemoryKeyring")
    secrets = Secrets(home)
    assert secrets.get("imap") == "old"
    secrets.set("imap", "new")
    assert secrets.get("imap") == "new"
    assert json.loads(home.secrets_file.read_text("utf-8")) == {"smtp": "stays"}


@pytest.mark.parametrize("backend", ["ForgetfulKeyring", "BrokenKeyring", "PoorKeyring", "Absent"])
def test_a_keyring_that_does_not_work_gives_way_to_the_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    use(monkeypatch, backend)
    secrets = Secrets(home)
    secrets.set("imap", "x")
    assert secrets.get("imap") == "x"
    assert json.loads(home.secrets_file.read_text("utf-8")) == {"imap": "x"}


@pytest.mark.parametrize("backend", ["null.Keyring", "fail.Keyring"])
def test_the_refusing_and_the_forgetting_backend_are_none(
    home: Home, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}")
    assert Secrets(home).notice != ""


def test_a_keyring_that_waits_for_a_person_is_given_up(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "SilentKeyring")
    secrets = Secrets(home, wait_s=0.2)
    secrets.set("imap", "x")
    assert secrets.get("imap") == "x"
    assert secrets.notice != ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is a Linux matter")
def test_a_session_bus_that_does_not_answer_is_given_up(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        assert Secrets(home, wait_s=0.5).notice != ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is a Linux matter")
def test_a_session_bus_that_is_not_there_is_no_keyring(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    secrets = Secrets(home)
    secrets.set("imap", "x")
    assert secrets.get("imap") == "x"


def test_without_a_session_bus_no_bus_library_is_even_loaded(home: Home) -> None:
    script = (
        "import sys; from pathlib import Path; from zuiqing_desk.settings import *\n"
        "assert 'keyring' not in sys.modules\n"
        f"home = Path({str(home.data)!r})\n"
        "assert Secrets(Home(home, home, given=True)).notice\n"
        "assert not {'secretstorage', 'jeepney', 'dbus'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ}
    )
    assert (done.returncode, done.stderr) == (0, "")
