"""A search through a long tail that is not in the index yet ends when nobody waits for it."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services.history import search
from zuiqing_desk.services.history.records import Ask, Found
from zuiqing_desk.store.engine import READERS
from zuiqing_desk.store.errors import Stopped
from zuiqing_desk.store.stopping import Stop
from zuiqing_desk.store.tx import Tx

LINES = 30_000
_TALK = """
INSERT INTO line
  (conversation_id, account_id, seq, at, author, kind, text, status, on_duty, courtesy)
WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :lines)
SELECT :talk, :account, i, :at, 'customer', 'text', '第' || i || '次催单', '', 1, 0 FROM n
"""


class AfterAFew(Stop):
    """Is asked when the search has looked at it a few times: in the midst of its work."""

    looks = 0

    def check(self) -> None:
        self.looks += 1
        if self.looks == 4:
            self.ask()
        super().check()


@pytest.fixture
def talk(shop: TestShop) -> int:
    conversation = shop.waiting_customer()
    shop.do(
        lambda tx: tx.run(_TALK, lines=LINES, talk=conversation, account=shop.account, at=shop.now)
    )
    return conversation


def find(shop: TestShop, ask: Ask, stop: Stop) -> Found:
    def query(tx: Tx) -> Found:
        return search.find(tx, ask)

    return shop.store.read(query, stop).result(30)


def test_in_the_midst_of_it_and_the_readers_are_free(shop: TestShop, talk: int) -> None:
    for ask in (Ask("没人说过"), Ask("没人说过", conversation_id=talk)) * READERS:
        stop = AfterAFew()
        with pytest.raises(Stopped):
            find(shop, ask, stop)
        assert stop.looks == 4
    assert [hit.text for hit in find(shop, Ask(f"第{LINES}次"), Stop()).hits] == [
        f"第{LINES}次催单"
    ]


def test_who_waits_gets_the_oldest_line_of_it(shop: TestShop, talk: int) -> None:
    found = find(shop, Ask("第2次催", conversation_id=talk), Stop())
    assert [hit.seq for hit in found.hits] == [2]
    assert found.unindexed >= LINES
