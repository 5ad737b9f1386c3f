"""Machine settings and secrets: what belongs to this computer, not to the shop."""

from zuiqing_desk.settings.errors import SettingsError
from zuiqing_desk.settings.home import Home
from zuiqing_desk.settings.model import Screen, Settings, WebChat
from zuiqing_desk.settings.reading import load
from zuiqing_desk.settings.secrets import Secrets

__all__ = ["Home", "Screen", "Secrets", "Settings", "SettingsError", "WebChat", "load"]
