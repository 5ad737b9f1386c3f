"""``handover verify``: whether the sealed pages are as they were signed."""

import argparse
from functools import partial

from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.services.handover.verify import verify


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code: 0 when all is as it was signed, else 1."""
    with opened(settings_of(args), "handover verify") as store:
        found = store.read(partial(verify, head=args.head)).result()
    if args.json:
        data = {"ok": found.ok, "pages": found.pages, "head": found.head}
        say_json({**data, "first_bad": found.first_bad, "why": found.why})
    elif found.ok:
        say(f"{found.pages} 页封存的交接都和签字时一样。")
        if found.head:
            say(f"现在的校验值：{found.head}")
    else:
        where = "" if found.first_bad is None else f"第一处不对的是第 {found.first_bad} 页："
        say(f"封存的交接和签字时不一样。{where}{found.why}")
        say("请不要再改数据库，留好这个文件、备份和签过字的纸，请组长核对。")
    return 0 if found.ok else NO
