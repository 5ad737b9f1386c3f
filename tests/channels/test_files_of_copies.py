"""Files that only a copy of the store still tells of."""

from pathlib import Path

import pytest
from support import contents
from support.shop import TestShop

from zuiqing_desk.channels.files import clear_up
from zuiqing_desk.rules.backup_keeping import Sort
from zuiqing_desk.services import backups, inbound, media_files
from zuiqing_desk.services.backups import ZONE, Plan
from zuiqing_desk.services.media import Carried
from zuiqing_desk.store.tx import Tx


def forget_files(tx: Tx) -> None:
    """What it is like after an older copy was put back."""
    tx.run("DELETE FROM line_media")
    tx.run("DELETE FROM media")


@pytest.mark.parametrize("sort", ["auto", "broken"])
async def test_they_stay_as_long_as_the_copy(tmp_path: Path, sort: Sort) -> None:
    shop = TestShop(tmp_path)
    try:
        kept = media_files.keep_bytes(tmp_path, contents.PDF)
        carried = Carried("a.pdf", picture=False, kept=kept)
        talk = shop.customer()
        shop.do(inbound.receive, conversation_id=talk, remote_id="1", media=carried)
        plan = Plan(tmp_path / "other disk")
        copy = backups.make(shop.store.path, plan, sort, at=shop.now, zone=ZONE).path
        if sort == "broken":
            copy.write_bytes(b"cannot be read")
        shop.do(forget_files)
        assert kept.path is not None
        await clear_up(shop.store, plan.folder)
        assert kept.path.exists()
        copy.unlink()
        await clear_up(shop.store, plan.folder)
        assert not kept.path.exists()
    finally:
        shop.store.close()
