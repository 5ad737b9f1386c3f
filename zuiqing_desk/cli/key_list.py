"""``keys``: every action with the keys in force."""

import argparse

from zuiqing_desk.cli.output import say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, SCOPES
from zuiqing_desk.tui.overrides import resolve


def run(args: argparse.Namespace) -> int:
    found = resolve(settings_of(args).keys)
    for problem in found.problems:
        tell(problem)
    if args.json:
        say_json(
            [
                {
                    "id": action.id,
                    "keys": list(found.keys[action.id]),
                    "label": action.label,
                    "help": action.help,
                    "scope": action.scope,
                }
                for action in ACTIONS
            ]
        )
        return 0
    rows = [
        (
            " ".join(map(keys.display, found.keys[action.id])),
            action.label,
            SCOPES[action.scope],
            action.id,
            action.help,
        )
        for action in ACTIONS
    ]
    say_table(("按键", "操作", "在哪里", "编号", "说明"), rows)
    return 0
