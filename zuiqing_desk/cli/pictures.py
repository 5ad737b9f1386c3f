"""``demo pictures``: the README's pictures, taken from the demo."""

import argparse
from pathlib import Path

from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, tell
from zuiqing_desk.demo_pictures import take_pictures


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    folder = Path(args.folder)
    try:
        files = take_pictures(folder)
    except TimeoutError:
        tell("演示没有动起来，等了一分钟。请看看电脑是不是太忙，再试一次。")
        return NO
    except OSError as error:
        tell(f"图片写不进 {folder}：{error.strerror or error}。")
        return NO
    for file in files:
        say(str(file))
    return 0
