"""``replies lint``: whether words may go out, by the shop's word lists."""

import argparse

from zuiqing_desk.cli.output import say, say_json
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import policy_of
from zuiqing_desk.rules.wording import lint, lists_of


def run(args: argparse.Namespace) -> int:
    """Carry the command out; exit code 1 if anything was found."""
    findings = lint(args.text, lists_of(policy_of(settings_of(args), "replies lint")))
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
