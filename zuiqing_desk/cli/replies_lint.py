"""``replies lint``: whether words may go out, by the shop's word lists."""

import argparse

from zuiqing_desk.cli.output import say, say_json
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.wording import lint, lists_of
from zuiqing_desk.services import policy
from zuiqing_desk.settings import Settings
from zuiqing_desk.store.errors import StoreMissing


def run(args: argparse.Namespace) -> int:
    """Carry the command out; exit code 1 if anything was found."""
    findings = lint(args.text, lists_of(_policy(settings_of(args))))
    if args.json:
        say_json(
            [
                {
                    "rule": one.rule,
                    "start": one.start,
                    "end": one.end,
                    "words": one.words,
                    "message": one.message,
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            say(f"第 {one.start + 1}–{one.end} 个字：{one.message}")
        if not findings:
            say("没有发现问题。")
    return 1 if findings else 0


def _policy(settings: Settings) -> ShopPolicy:
    """The shop's, or what a new shop starts with."""
    try:
        store = opened(settings, "replies lint")
    except StoreMissing:
        return ShopPolicy()
    with store:
        return store.read(policy.current).result()
