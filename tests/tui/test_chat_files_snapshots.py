"""How pictures, files, cards and what was taken back look at the three widths. After a wanted
change: ``--snapshot-update``."""

import json
from pathlib import Path

from support import contents
from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import inbound, media, media_files
from zuiqing_desk.services.media import Carried

pytestmark = at_each_size


def everything(shop: TestShop) -> None:
    """A customer sends one of each kind; one cannot be had, one was taken back."""
    home, conversation = shop.store.path.parent, shop.waiting_customer("收到货了，瓶子碎了")

    def sends(remote_id: str, **what: object) -> None:
        shop.later(5)
        shop.do(inbound.receive, conversation_id=conversation, remote_id=remote_id, **what)

    photo = media_files.keep_bytes(home, contents.jpg(1280, 960) + b"\0" * 1_258_000)
    bill = media_files.keep_bytes(home, contents.PDF * 400)
    card = {"number": "260301000000003829", "title": "1983 六瓶装", "amount": "1980.00"}
    there = "https://pictures.example/p/"
    sends("1", media=Carried("碎瓶.jpg", picture=True, kept=photo))
    sends("2", media=Carried("购货发票 2026年2月 盖章扫描件.pdf", picture=False, kept=bill))
    sends("3", kind="order_card", payload=card)
    sends("4", media=Carried("外箱.jpg", picture=True, url=f"{there}1"))
    sends("5", media=Carried("快递面单.jpg", picture=True, url=f"{there}2"))
    sends("6", text="地址写错了，算了，不用补发了，直接退款吧")
    shop.do(media.want, 6, shop.lead.id)
    shop.do(media.failed, 6, "对方回答 404")
    payload = json.dumps({"recalled_at": shop.now})
    shop.do(lambda tx: tx.run("UPDATE line SET payload = :at WHERE id = 7", at=payload))


def test_a_talk_with_pictures(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        everything(desk.shop)
        desk.sign_in().take_next().expect_text("〔客户撤回〕").keys("escape", "tab")
        return desk.expect_focus("conversation").keys("end", "up", "up")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)
