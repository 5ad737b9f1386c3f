"""A customer's data is erased on request: gone everywhere, and the figures stay what they were."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import erasing
from support.erasing import BARE, MARK, PHONE, customer_of, erase, known_everywhere, told_of
from support.exports import TAOBAO, taobao
from support.figures import Figures
from support.importing import Importer
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import (
    conversations,
    drafts,
    erasure,
    inbound,
    media,
    outbox,
    visitors,
)
from zuiqing_desk.services.erasing import look
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.services.history import search
from zuiqing_desk.services.history.records import Ask
from zuiqing_desk.services.orders import evidence, linking, reading
from zuiqing_desk.services.records import MediaRecord
from zuiqing_desk.store.content_folder import Kept
from zuiqing_desk.store.erasure_file import Entry
from zuiqing_desk.store.tx import Tx

NUMBERS = (
    "SELECT conversation_id, seq, at, author, staff_id, kind, status, on_duty, courtesy FROM line",
    "SELECT * FROM answered_round",
    "SELECT conversation_id, staff_id, how, started_at FROM assignment",
    "SELECT state, amount_fen, placed_at, paid_at, flag, remark_by, verdict FROM shop_order",
    "SELECT order_id, title, quantity, price_fen FROM order_item",
    "SELECT order_id, staff_id, medium, at FROM contact",
    "SELECT order_id, owner_id, at FROM ruling WHERE reason <> ''",
)


def numbers(tx: Tx) -> list[object]:
    return [tx.all(f"{sql} ORDER BY 1, 2") for sql in NUMBERS]


def test_nothing_of_the_customer_is_left_in_any_table(
    shop: TestShop, tmp_path: Path, figures: Figures
) -> None:
    talk = known_everywhere(shop, tmp_path)
    before = shop.ask(told_of, MARK, PHONE)
    assert len(before) > 40
    erase(shop, talk, shop.lead.id)
    assert shop.ask(told_of, MARK, PHONE) == []
    figures.add("security inputs", places_erased=len(before))


def test_the_figures_stay(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    before = shop.ask(numbers)
    progress = erase(shop, talk)
    assert shop.ask(numbers) == before
    assert progress.counts == {"lines": 7, "files": 1, "orders": 1, "notes": 4}
    order = shop.ask(reading.of_conversation, talk)[0]
    assert order.remark == BARE
    assert shop.ask(verify).ok


def test_who_writes_again_is_new(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    token = f"{1:064x}"
    assert shop.ask(visitors.by_token, token) is not None
    erase(shop, talk)
    assert shop.ask(visitors.by_token, token) is None
    with pytest.raises(Refused) as refused:
        shop.says(talk)
    assert refused.value.code == "no_conversation"
    with pytest.raises(Refused) as refused:
        shop.answers(talk, shop.lead)
    assert refused.value.code == "erased"
    shop.do(drafts.save, shop.lead.id, talk, MARK, 0)
    assert shop.ask(drafts.load, shop.lead.id, talk) is None


def test_the_same_buyer_by_hand_is_new(shop: TestShop) -> None:
    opened = {"platform": "淘宝", "buyer_id": "tb_88", "actor": shop.lead.id}
    talk = shop.do(conversations.open_manual, **opened)
    erase(shop, talk)
    assert shop.do(conversations.open_manual, **opened) != talk


def test_what_was_not_sent_yet_is_not_sent(shop: TestShop) -> None:
    talk = shop.waiting_customer()
    shop.answers(talk, shop.lead, "在")
    shop.answers(talk, shop.lead, MARK)
    (first,) = shop.do(outbox.claim, "webchat")
    shop.says(talk)
    shop.do(erasure.begin, shop.ask(erasure.prepare, customer_of_shop(shop, talk), None), None)
    shop.do(outbox.accepted, first.outbox_id)
    assert shop.do(outbox.claim, "webchat") == []
    assert shop.ask(outbox.stuck, talk) is None
    row = shop.row(talk)
    assert (row.state, row.assignee_id, row.waiting_since) == ("closed", None, None)


def customer_of_shop(shop: TestShop, talk: int) -> int:
    return shop.ask(customer_of, talk)


def test_another_customer_is_left_alone(shop: TestShop, tmp_path: Path) -> None:
    """Also where both sent the same picture, and one screenshot speaks of both."""
    talk = known_everywhere(shop, tmp_path)
    other = shop.customer("tb_**2")
    shop.says(other, "我的酒到哪了")
    shop.do(erasing.send_picture, other, tmp_path)
    order = add_order(shop, receiver="丙**", phone="13800001111")
    shop.do(
        lambda tx: tx.insert(
            "INSERT INTO contact (order_id, staff_id, medium, at, note, evidence_id, noted_at)"
            " VALUES (:order, 1, 'phone', 0, '打过', 1, 0)",
            order=order,
        )
    )
    before = shop.ask(of_other, other, order)
    erase(shop, talk)
    assert shop.ask(of_other, other, order) == before
    shop.do(erasure.discard_files, tmp_path)
    assert media.path(tmp_path, shop.ask(picture_of, other)).is_file()


def of_other(tx: Tx, talk: int, order: int) -> list[object]:
    return [
        tx.all("SELECT * FROM line WHERE conversation_id = :id", id=talk),
        tx.all("SELECT * FROM conversation WHERE id = :id", id=talk),
        reading.one(tx, order),
        evidence.of_order(tx, order),
        tx.all("SELECT * FROM media"),
    ]


def picture_of(tx: Tx, talk: int) -> MediaRecord:
    (line,) = tx.all(
        "SELECT id FROM line WHERE conversation_id = :id AND kind = 'picture'", id=talk
    )
    return media.one(tx, line[0])


def test_the_files_go_after_the_rows(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    there = (
        erasing.files_with(tmp_path / "files", MARK),
        erasing.files_with(tmp_path / "evidence", MARK),
    )
    assert list(map(len, there)) == [1, 1]
    erase(shop, talk)
    shop.do(erasure.discard_files, tmp_path)
    assert not erasing.files_with(tmp_path / "files", MARK)
    assert not erasing.files_with(tmp_path / "evidence", MARK)


def test_an_erasure_goes_on_where_it_stopped(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each step another process may be the one that goes on; a step that was taken twice
    does no harm."""
    monkeypatch.setattr("zuiqing_desk.services.erasing.talk.LINES", 2)
    talk = shop.customer(MARK)
    for number in range(5):
        shop.says(talk, f"{MARK}{number}")
    customer = customer_of_shop(shop, talk)
    entry = shop.ask(erasure.prepare, customer, None)
    begun = shop.do(erasure.begin, entry, None)
    assert shop.do(erasure.begin, entry, None) == begun
    steps = 0
    while not shop.do(erasure.step, begun).done:
        assert shop.ask(erasure.under_way) == [begun]
        steps += 1
    assert steps > 3
    assert shop.ask(erasure.under_way) == []
    counts = shop.do(erasure.step, begun).counts
    assert counts["lines"] == 5
    assert shop.ask(told_of, MARK) == []


def test_an_import_does_not_bring_it_back(shop: TestShop, tmp_path: Path) -> None:
    bring = Importer(shop, tmp_path)
    bring.bring(bring.file(TAOBAO, taobao(收货人姓名=MARK, 买家留言=MARK)))
    (known,) = bring.all()
    talk = shop.customer(MARK)
    shop.do(linking.link, known.id, talk, shop.lead.id)
    erase(shop, talk)
    assert shop.ask(told_of, MARK) == []
    bring.bring(bring.file(TAOBAO, taobao(收货人姓名=MARK, 买家留言=MARK, 订单状态="交易成功")))
    assert shop.ask(told_of, MARK) == []
    after = shop.ask(reading.one, known.id)
    assert (after.phone, after.address, after.province) == ("", "", "")
    assert after.state != known.state


def test_nothing_is_found_of_it(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    assert shop.ask(search.find, Ask(MARK)).hits
    erase(shop, talk)
    assert not shop.ask(search.find, Ask(MARK)).hits


def test_only_a_lead_may(shop: TestShop) -> None:
    talk = shop.waiting_customer()
    agent = shop.hire("1002")
    for command in (erasure.prepare, lambda tx, who, by: erasure.begin(tx, Entry(who, 0, 0), by)):
        with pytest.raises(Refused) as refused:
            shop.do(command, customer_of_shop(shop, talk), agent.id)
        assert refused.value.code == "not_lead"
    with pytest.raises(Refused) as refused:
        shop.ask(erasure.prepare, 99, shop.lead.id)
    assert refused.value.code == "no_customer"


def test_what_is_journalled_tells_who_and_nothing_else(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    erase(shop, talk, shop.lead.id)
    rows = shop.ask(
        lambda tx: tx.all(
            "SELECT kind, subject_id, actor_id, detail FROM journal"
            " WHERE kind IN ('customer.erased', 'conversation.erased', 'orders.erased')"
        )
    )
    customer = customer_of_shop(shop, talk)
    assert rows == [
        ("customer.erased", customer, shop.lead.id, ""),
        ("conversation.erased", talk, None, ""),
        ("orders.erased", customer, None, "1"),
    ]


class TestReplay:
    """A store put back from an older copy is told what was erased since."""

    def test_what_is_missing_is_erased_again(self, shop: TestShop, tmp_path: Path) -> None:
        talk = known_everywhere(shop, tmp_path)
        entry = shop.ask(erasure.prepare, customer_of_shop(shop, talk), None)
        assert shop.do(erasure.replay, [entry, entry]) == 1
        assert shop.ask(told_of, MARK, PHONE) == []
        assert shop.ask(erasure.known) == [entry]
        assert shop.do(erasure.replay, [entry]) == 0

    def test_what_was_under_way_is_ended(self, shop: TestShop, tmp_path: Path) -> None:
        talk = known_everywhere(shop, tmp_path)
        entry = shop.ask(erasure.prepare, customer_of_shop(shop, talk), None)
        shop.do(erasure.begin, entry, None)
        assert shop.do(erasure.replay, [entry]) == 1
        assert shop.ask(told_of, MARK, PHONE) == []

    def test_what_came_since_the_copy_is_erased_too(self, shop: TestShop) -> None:
        """Erased twice, the second time after an order was linked: the copy knows of the first."""
        talk = shop.waiting_customer()
        erase(shop, talk)
        shop.later(60)
        order = add_order(shop, buyer=MARK)
        shop.do(linking.link, order, talk, shop.lead.id)
        entry = shop.ask(erasure.prepare, customer_of_shop(shop, talk), None)
        assert shop.do(erasure.replay, [*shop.ask(erasure.known), entry]) == 1
        assert shop.ask(told_of, MARK) == []

    def test_a_stranger_with_the_same_number_stays(self, shop: TestShop) -> None:
        """A store that went on from an older copy gives the numbers again."""
        talk = shop.waiting_customer("在吗")
        entry = shop.ask(erasure.prepare, customer_of_shop(shop, talk), None)
        others = [entry._replace(created_at=entry.created_at - 1), entry._replace(customer_id=99)]
        assert shop.do(erasure.replay, others) == 0
        assert shop.row(talk).last_text == "在吗"


# Every column of words is either of a customer, and then known_everywhere puts some there, or one
# of these, which hold what the desk, the shop or its staff says and never what a customer is.
_CODES = (
    "assignment.how audit_error.kind audit_error.grade bridge_event.kind bridge_event.state"
    " contact.medium conversation.state conversation.post conversation.last_from duty.state"
    " erasure.counts erasure.step handover_draft.source handover_draft.state handover_event.what"
    " handover_item.kind handover_item.severity handover_item.source handover_item.state"
    " handover_page.shift handover_page.next_shift handover_page.mode handover_page.state"
    " handover_remark.kind handover_seal.kind handover_section.state handover_section.figures"
    " handover_text.key journal.kind journal.detail leave_request.state line.author line.kind"
    " line.status line_media.state mark.kind media.kind order_remark.flag order_remark.before_flag"
    " outbox.state payment_chase.result payment_chase.lost_why problem_note.place"
    " problem_note.state promise.kind promise.state reply.state roster_entry.kind"
    " roster_entry.shift roster_swap.state shop_order.platform shop_order.state"
    " shop_order.platform_state shop_order.linked_how shop_order.flag shop_order.verdict"
    " shop_order.waybill_courier staff.role tally_cell.shift tally_cell.facts"
    " tally_correction.shift tally_correction.facts"
)
_NUMBERS_OF_OTHERS = (
    "bridge_seen.webhook_id bridge_seen.digest bridge_seen.answer channel_account.cursor"
    " evidence.sha256 handover_seal.body handover_seal.before handover_seal.hash handover_text.salt"
    " line.remote_id line.client_id media.sha256 outbox.client_id presence.desk_id"
    " reply_import.desk_id shop_order.number visitor.token_hash"
)
_THE_SHOPS = (
    "bridge_account.* channel_account.channel channel_account.name channel_account.post coverage.*"
    " gateway.url gateway.problem handover_section.reason leave_request.reason leave_request.why"
    " order_import.files order_item.* policy.* preference.* product.* reply.code reply_version.*"
    " roster_swap.reason roster_swap.why shipment.name shop.* staff.* storefront.name"
)
_DECIDED = frozenset(f"{_CODES} {_NUMBERS_OF_OTHERS} {_THE_SHOPS}".split())


def columns_of_words(tx: Tx) -> set[str]:
    return {
        f"{table}.{column}"
        for (table,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "_search" not in table and table not in ("alembic_version", "sqlite_sequence")
        for column, kind in tx.all(f"SELECT name, type FROM pragma_table_info('{table}')")
        if kind not in ("INTEGER", "BOOLEAN", "FLOAT")
    }


def test_each_column_of_words_is_erased_or_holds_none_of_a_customer(
    shop: TestShop, tmp_path: Path
) -> None:
    """Whoever adds a column decides: known_everywhere fills it, or it is named above."""
    known_everywhere(shop, tmp_path)
    erased = set(shop.ask(told_of, MARK, PHONE))
    undecided = {
        column
        for column in shop.ask(columns_of_words) - erased
        if column not in _DECIDED and f"{column.partition('.')[0]}.*" not in _DECIDED
    }
    assert undecided == set()
    assert erased & _DECIDED == set()


def test_what_waits_to_be_decided_about_for_a_page_goes_too(shop: TestShop, tmp_path: Path) -> None:
    """Also what its giver has edited, which no look at what is open would take away."""
    talk = known_everywhere(shop, tmp_path)
    erase(shop, talk)
    assert shop.ask(lambda tx: tx.all("SELECT source, state FROM handover_draft")) == [
        ("chat:1", "dropped")
    ]


def test_nobody_writes_into_what_was_erased(shop: TestShop) -> None:
    """Whoever has it before them still, and presses a key in the same second."""
    talk = shop.do(conversations.open_manual, platform="淘宝", buyer_id="tb_88", actor=shop.lead.id)
    erase(shop, talk)
    for command in (conversations.note, inbound.record_by_hand):
        with pytest.raises(Refused) as refused:
            shop.do(command, talk, MARK, shop.lead.id)
        assert refused.value.code == "erased"
    assert shop.ask(told_of, MARK) == []


def test_what_is_on_its_way_does_not_come_back(shop: TestShop, tmp_path: Path) -> None:
    """A file asked for before arrives after: neither it nor its failure is entered."""
    talk = known_everywhere(shop, tmp_path)
    line = shop.ask(lambda tx: tx.value("SELECT line_id FROM line_media"))
    shop.do(lambda tx: tx.run("UPDATE line_media SET state = 'wanted', media_id = NULL"))
    erase(shop, talk)
    shop.do(media.failed, line, MARK)
    shop.do(media.fetched, line, Kept("0" * 64, "png", 1, 1, 1))
    assert shop.ask(media.one, line).state == "erased"
    assert shop.ask(told_of, MARK) == []


def test_whoever_erases_is_told_whom(shop: TestShop) -> None:
    talk = shop.waiting_customer()
    there = shop.ask(look.look, customer_of_shop(shop, talk), shop.lead.id)
    assert (there.met, there.namesakes) == ("网页，最后一条 2026-03-02 09:00", 0)
    shop.waiting_customer()
    there = shop.ask(look.look, customer_of_shop(shop, talk), shop.lead.id)
    assert there.namesakes == 1
    assert any("另有 1 位客户也叫这个名字" in one for one in erasure.warnings(there))


LONG_TABLES = ("outbox", "line", "shop_order", "conversation")


def test_no_step_reads_a_long_table_through(
    shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every desk waits for each step: those tables grow by every answer and every order."""
    talk = known_everywhere(shop, tmp_path)
    plans: list[str] = []

    def explained(tx: Tx, sql: str, **values: object) -> int:
        plans.extend(row[-1] for row in tx.all(f"EXPLAIN QUERY PLAN {sql}", **values))
        return run(tx, sql, **values)

    run = Tx.run
    monkeypatch.setattr(Tx, "run", explained)
    erase(shop, talk)
    read = {words[1] for plan in plans if (words := plan.split())[0] == "SCAN"}
    assert plans
    assert read.isdisjoint(LONG_TABLES)


KILLED = """
import os, signal, sys
import signal
import subprocess
import sys
from pathlib import Path
from zuiqing_desk.services import erasure
from zuiqing_desk.services.erasing import talk
from zuiqing_desk.store.engine import open_store

home, customer, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
talk.LINES = 2
store = open_store(Path(home) / "desk.db")
entry = store.read(lambda tx: erasure.prepare(tx, customer, None)).result()
begun = store.write(lambda tx: erasure.begin(tx, entry, None)).result()

def last(tx):
    erasure.step(tx, begun)
    os.kill(os.getpid(), signal.SIGKILL)

for _ in range(steps):
    store.write(lambda tx: erasure.step(tx, begun)).result()
store.write(last).result()
"""


def test_a_kill_in_a_step_loses_that_step_alone(shop: TestShop, tmp_path: Path) -> None:
    talk = known_everywhere(shop, tmp_path)
    arguments = [str(tmp_path), str(customer_of_shop(shop, talk)), "3"]
    ended = subprocess.run([sys.executable, "-c", KILLED, *arguments], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    (begun,) = shop.ask(erasure.under_way)
    assert shop.ask(told_of, MARK)
    while not (progress := shop.do(erasure.step, begun)).done:
        pass
    assert shop.ask(told_of, MARK, PHONE) == []
    assert progress.counts["lines"] == 7
