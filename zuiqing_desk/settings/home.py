"""Where this machine keeps the desk's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from zuiqing_desk.settings.errors import SettingsError

HOME_VARIABLE = "ZUIQING_DESK_HOME"
_APP = "zuiqing-desk"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders in use: one for what the user writes, one for what the desk keeps.

    With ``--home`` they are the same folder. ``given`` tells such a home from the platform's own.
    """

    config: Path
    data: Path
    given: bool

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def themes(self) -> Path:
        """Where the user's own themes lie."""
        return self.config / "themes"

    @property
    def database(self) -> Path:
        return self.data / "desk.db"

    @property
    def secrets_file(self) -> Path:
        return self.data / "secrets.json"


def find_home(argument: str | None, environ: Mapping[str, str]) -> Home:
    """The home named on the command line, else in the environment, else the platform's folders.

    Nothing is created. Raises SettingsError if the named home is something else than a folder.
    """
    named = argument if argument is not None else environ.get(HOME_VARIABLE, "")
    if argument is not None and not argument.strip():
        raise SettingsError("--home 后面没有写文件夹")
    if not named.strip():
        config = platformdirs.user_config_path(_APP, appauthor=False)
        return Home(config, platformdirs.user_data_path(_APP, appauthor=False), given=False)
    return _given(named, "--home" if argument is not None else f"环境变量 {HOME_VARIABLE}")


def _given(named: str, source: str) -> Home:
    try:
        folder = Path(named).expanduser().absolute()
        other = folder.exists() and not folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(f"{source} 指定的文件夹用不了：{named!r}（{error}）") from None
    if other:
        raise SettingsError(f"{source} 指定的 {folder} 不是文件夹，请换一个位置")
    return Home(folder, folder, given=True)
