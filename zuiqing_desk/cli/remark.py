"""``remark check`` and ``remark normalize``: order remarks from a script's standard input."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from zuiqing_desk.cli.output import say, say_json_line
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import policy_of
from zuiqing_desk.rules.remark import RemarkError, Vocabulary, normalize, parse
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of


def run(args: argparse.Namespace) -> int:
    """Carry the command out; ``check`` ends with 1 if any line is no remark."""
    if args.command == "remark.normalize":
        for line in _lines():
            say(normalize(line))
        return 0
    vocabulary = vocabulary_of(policy_of(settings_of(args), "remark check"))
    good = True
    for line in _lines():
        said = _checked(line, vocabulary)
        good = good and said["ok"]
        say_json_line(said)
    return 0 if good else 1


def _lines() -> Iterator[str]:
    """What stands on standard input, line by line, without the line ends. Bytes that are no UTF-8
    become U+DC80–U+DCFF, which no remark may hold."""
    for line in sys.stdin.buffer:
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")


def _checked(line: str, vocabulary: Vocabulary) -> dict[str, Any]:
    try:
        return {"ok": True, "remark": asdict(parse(line, vocabulary))}
    except RemarkError as refused:
        return {"ok": False, "position": refused.position, "reason": refused.reason}
