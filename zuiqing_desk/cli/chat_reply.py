"""``chats reply``: an answer from a script, through the same outbox as the screen's."""

import argparse
import secrets

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say_json, tell
from zuiqing_desk.cli.pin import read_pin
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services import outbound, pins, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.outbound import Sent, WordingRefused
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    settings = settings_of(args)
    with opened(settings, "chats reply") as store:
        staff_id = admit(store, args.staff_no, read_pin(args.pin_stdin))

        def unit(tx: Tx) -> tuple[str, Sent]:
            sent = outbound.reply(
                tx,
                conversation_id=args.id,
                staff_id=staff_id,
                text=args.text,
                client_id=f"cli-{secrets.token_hex(12)}",
                override=args.anyway,
            )
            return zone_of(tx), sent

        try:
            zone, sent = store.write(unit).result()
        except WordingRefused as refused:
            message = f"{refused.message}确实要这样发，请加 --anyway。"
            raise Refused(refused.code, message) from None
    if args.json:
        say_json({"id": sent.conversation_id, "seq": sent.seq, "at": iso(sent.at, zone)})
    if sent.by_hand:
        tell("已记为发出；这个平台没有接口，请自己把内容发给顾客。")
    elif not args.json:
        tell("已交给发送队列。")
    return 0


def admit(store: Store, staff_no: str, pin: str) -> int:
    """The id of the person whose PIN this is; the growing delay of the sign-in counts here too.

    Raises Refused ``pin``, also for a staff number nobody has, after as long; ``pin_wait`` or
    ``disabled``.
    """
    try:
        check = store.write(lambda tx: staff.pin_check(tx, staff_no)).result()
    except Refused as refused:
        if refused.code != "no_staff":
            raise
        pins.verify_nobody(pin)
        raise Refused("pin", "工号或 PIN 不对。") from None
    if check.wait_s > 0:
        raise Refused("pin_wait", f"PIN 错了太多次，请等 {check.wait_s} 秒再试。")
    right = pins.verify(check.pin_hash, pin)
    wait_s = store.write(lambda tx: staff.pin_result(tx, check.staff_id, right)).result()
    if not right:
        later = f"，{wait_s} 秒后可以再试" if wait_s else ""
        raise Refused("pin", f"工号或 PIN 不对{later}。")
    return check.staff_id
