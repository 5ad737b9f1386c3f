"""The settings a command runs with."""

import argparse
import os
from collections.abc import Mapping

from zuiqing_desk.cli.dispatch import WrongUsage
from zuiqing_desk.cli.output import tell
from zuiqing_desk.settings import Home, Settings, SettingsError, load
from zuiqing_desk.settings.home import find_home


def home_of(args: argparse.Namespace) -> Home:
    """The home asked for. Raises WrongUsage if the command line names something else."""
    try:
        return find_home(args.home, os.environ)
    except SettingsError as error:
        raise WrongUsage(error.message) from None


def settings_of(args: argparse.Namespace, given: Mapping[str, object] | None = None) -> Settings:
    """The settings in force; what was left out of them is told. Raises SettingsError."""
    settings = quiet_settings_of(args, given)
    for problem in settings.problems:
        tell(problem)
    return settings


def quiet_settings_of(
    args: argparse.Namespace, given: Mapping[str, object] | None = None
) -> Settings:
    """The same, for a command that shows the problems in its own way."""
    home_of(args)
    return load(args.home, given)
