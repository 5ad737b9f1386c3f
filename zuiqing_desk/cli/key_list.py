"""``keys``: every action with the keys in force; or what is wrong with those in a file."""

import argparse
from collections.abc import Sequence

from zuiqing_desk.cli.key_check import check
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action
from zuiqing_desk.tui.overrides import KeyMap, resolve
from zuiqing_desk.tui.scopes import SCOPES


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    if args.check is not None:
        return check(args.check, as_json=args.json)
    found = resolve(settings_of(args).keys)
    for problem in found.problems:
        tell(problem)
    if args.json:
        say_json([_as_data(action, found) for action in ACTIONS])
        return 0
    head = ("按键", "操作", "在哪里", "编号", "说明")
    rows = [_as_row(action, found) for action in ACTIONS]
    if args.markdown:
        say(markdown(head, rows))
    else:
        say_table(head, rows)
    return 0


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the README's table of keys is made by it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _as_data(action: Action, found: KeyMap) -> dict[str, object]:
    return {
        "id": action.id,
        "keys": list(found.keys[action.id]),
        "label": action.label,
        "help": action.help,
        "scope": action.scope,
    }


def _as_row(action: Action, found: KeyMap) -> tuple[str, ...]:
    shown = " ".join(map(keys.display, found.keys[action.id]))
    return (shown, action.label, SCOPES[action.scope], action.id, action.help)
