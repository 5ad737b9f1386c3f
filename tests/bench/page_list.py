"""Moving in the lead's list of ten years of handover pages, as in the list of orders."""

import tempfile
from pathlib import Path

from handover_pages import PAGES, written
from order_list import measured
from seed import PIN, STAFF_NO
from support.shop import TestShop
from table import Row

from zuiqing_desk.services import pins, policy
from zuiqing_desk.services.handover import review
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.review_words import day_cell


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        shop = TestShop(Path(folder))
        written(shop)

        def ready(tx: Tx) -> None:
            policy.change(tx, "idle_lock_min", 0, shop.lead.id)
            tx.run(
                "UPDATE staff SET staff_no = :number, pin_hash = :hash WHERE id = :id",
                number=STAFF_NO,
                hash=pins.hash_pin(PIN),
                id=shop.lead.id,
            )

        shop.do(ready)
        days = [day_cell(row.day) for row in shop.ask(review.rows)]
        shop.store.close()
        what = f"{PAGES} handover pages in a list"
        return measured(what, folder, b"h", PAGES, days.__getitem__, "Ctrl+G")
