"""Where the files of the desk are."""

from pathlib import Path

import pytest

from zuiqing_desk.settings import SettingsError
from zuiqing_desk.settings.home import find_home


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    home = find_home(str(tmp_path / "new"), {})
    assert home.given
    assert home.settings_file == tmp_path / "new" / "settings.toml"
    assert home.database == tmp_path / "new" / "desk.db"
    assert home.secrets_file == tmp_path / "new" / "secrets.json"
    assert home.themes == tmp_path / "new" / "themes"
    assert not (tmp_path / "new").exists()


def test_the_command_line_goes_over_the_environment(tmp_path: Path) -> None:
    environ = {"ZUIQING_DESK_HOME": str(tmp_path / "environment")}
    assert find_home(None, environ).data == tmp_path / "environment"
    assert find_home(str(tmp_path / "argument"), environ).data == tmp_path / "argument"


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_home("shop", {}).data == tmp_path / "shop"


def test_without_a_name_the_platform_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    home = find_home(None, {"ZUIQING_DESK_HOME": ""})
    assert not home.given
    assert home.settings_file.is_relative_to(tmp_path)
    assert home.database.is_relative_to(tmp_path)
    assert home.config != home.data or home.config.name == "zuiqing-desk"


def test_a_file_is_no_home(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match="不是文件夹"):
        find_home(str(file), {})
    with pytest.raises(SettingsError, match="ZUIQING_DESK_HOME"):
        find_home(None, {"ZUIQING_DESK_HOME": str(file)})


@pytest.mark.parametrize("name", ["", "  ", "~nobody-of-this-name/x", "x" * 5000])
def test_a_name_that_cannot_be_a_folder_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="--home"):
        find_home(name, {})
