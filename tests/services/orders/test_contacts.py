"""Contacts noted by hand and the screenshots that prove them."""

from functools import partial
from pathlib import Path

import pytest
from support.orders import add_order
from support.pictures import HEADS, picture
from support.shop import SECOND, TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import contacts, evidence, ownership
from zuiqing_desk.services.orders.evidence import KeptFile

DAY = 86_400


def keep(shop: TestShop, folder: Path, name: str = "通话.png") -> int:
    """A screenshot brought in as the screen brings it."""
    source = folder / name
    source.write_bytes(picture("png"))
    return shop.do(evidence.record, evidence.keep_file(folder, source), shop.lead.id)


def test_a_contact_is_noted_and_taken_back(shop: TestShop) -> None:
    order_id = add_order(shop)
    first = shop.do(
        contacts.note, order_id, shop.lead.id, "wechat", shop.now, "加了\x1b微信", actor=None
    )
    shop.do(contacts.note, order_id, shop.lead.id, "phone", shop.now - 5, actor=shop.lead.id)
    phone, wechat = shop.ask(contacts.of_order, order_id)
    assert (phone.medium, phone.staff_no, phone.evidence_id) == ("phone", "1001", None)
    assert (wechat.id, wechat.note) == (first, "加了微信")
    shop.do(contacts.remove, first, shop.lead.id)
    assert [one.medium for one in shop.ask(contacts.of_order, order_id)] == ["phone"]


def test_what_is_refused(shop: TestShop) -> None:
    order_id, agent = add_order(shop), shop.colleague("2001")
    mine = shop.do(contacts.note, order_id, agent.id, "qq", shop.now, actor=agent.id)
    other = shop.colleague("2002")
    refusals = [
        (contacts.note, (order_id, agent.id, "phone", shop.now), {"actor": other.id}, "not_lead"),
        (contacts.note, (order_id, agent.id, "phone", shop.now + 1), {"actor": None}, "future"),
        (contacts.note, (order_id + 1, agent.id, "phone", shop.now), {"actor": None}, "no_order"),
        (contacts.note, (order_id, agent.id, "fax", shop.now), {"actor": None}, "medium"),
        (contacts.note, (order_id, agent.id, "qq", 1, "长" * 501), {"actor": None}, "note"),
        (contacts.note, (order_id, agent.id, "qq", 1, "", 9), {"actor": None}, "no_evidence"),
        (contacts.prove, (mine, 9, agent.id), {}, "no_evidence"),
        (contacts.prove, (mine, None, other.id), {}, "not_lead"),
        (contacts.remove, (mine, other.id), {}, "not_lead"),
        (contacts.remove, (mine + 1, agent.id), {}, "no_contact"),
    ]
    for command, args, named, code in refusals:
        with pytest.raises(Refused) as refused:
            shop.do(command, *args, **named)
        assert refused.value.code == code
    assert [one.id for one in shop.ask(contacts.of_order, order_id)] == [mine]


def test_a_screenshot_is_kept_under_its_hash(shop: TestShop, tmp_path: Path) -> None:
    evidence_id = keep(shop, tmp_path)
    row = shop.ask(evidence.one, evidence_id)
    there = evidence.path_of(tmp_path, row.sha256, row.name)
    assert there == tmp_path / "evidence" / row.sha256[:2] / f"{row.sha256}.png"
    assert there.read_bytes() == picture("png")
    assert keep(shop, tmp_path, "同一张.png") == evidence_id
    assert shop.ask(evidence.one, evidence_id).name == "通话.png"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(None, "no_file", id="nothing there"),
        pytest.param(b"", "not_picture", id="an empty file"),
        pytest.param(b"#!/bin/sh\necho png\n", "not_picture", id="a program called png"),
        pytest.param(HEADS["png"] + bytes(20 * 1024 * 1024), "too_big", id="more than 20 MB"),
    ],
)
def test_what_is_no_screenshot_leaves_nothing_behind(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    source = tmp_path / "截图.png"
    if content is not None:
        source.write_bytes(content)
    for step in (evidence.look_at, partial(evidence.keep_file, tmp_path)):
        with pytest.raises(Refused) as refused:
            step(source)
        assert refused.value.code == code
        assert "截图.png" in refused.value.message
    assert [one for one in tmp_path.rglob("*") if one.is_file() and one != source] == []


def test_it_is_kept_for_the_policys_days_and_may_go_then(shop: TestShop, tmp_path: Path) -> None:
    order_id = add_order(shop)
    shot = keep(shop, tmp_path)
    shop.later(10 * DAY)
    shop.do(contacts.note, order_id, shop.lead.id, "phone", shop.now, evidence_id=shot, actor=None)
    shop.later(15 * DAY - 1)
    assert shop.ask(evidence.prune) == []
    shop.later(1)
    assert [one.id for one in shop.ask(evidence.prune)] == [shot]
    (gone,) = shop.do(evidence.remove, [shot], shop.lead.id)
    shop.do(evidence.discard_removed, tmp_path)
    assert not evidence.path_of(tmp_path, gone.sha256, gone.name).exists()
    (contact,) = shop.ask(contacts.of_order, order_id)
    assert (contact.evidence_id, contact.evidence_gone) == (shot, True)
    assert shop.ask(evidence.prune) == []
    # The same one comes again: a file, and a row that says so.
    assert keep(shop, tmp_path) == shot
    assert evidence.path_of(tmp_path, gone.sha256, gone.name).exists()
    assert not shop.ask(evidence.one, shot).removed


def test_it_stays_while_its_order_is_in_dispute(shop: TestShop, tmp_path: Path) -> None:
    order_id = add_order(shop)
    shot = keep(shop, tmp_path)
    shop.do(contacts.note, order_id, shop.lead.id, "phone", shop.now, evidence_id=shot, actor=None)
    shop.do(ownership.claim, order_id, shop.lead.id, "电话谈的", actor=shop.lead.id)
    shop.later(30 * DAY)
    assert shop.ask(evidence.prune) == []
    assert shop.do(evidence.remove, [shot], shop.lead.id) == []
    shop.do(ownership.rule, order_id, shop.lead.id, "截图属实", shop.lead.id)
    assert [one.id for one in shop.ask(evidence.prune)] == [shot]


def test_a_path_too_long_for_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        evidence.keep_file(tmp_path, tmp_path / ("长" * 300))
    assert refused.value.code == "not_kept"
    assert len(refused.value.message) < 200


def test_what_is_cleared_away_while_it_comes_again_is_not_entered(
    shop: TestShop, tmp_path: Path
) -> None:
    shot = keep(shop, tmp_path)
    shop.later(20 * DAY)
    shop.do(evidence.remove, [shot], None)
    again = evidence.keep_file(tmp_path, tmp_path / "通话.png")
    shop.do(evidence.discard_removed, tmp_path)
    with pytest.raises(Refused, match="再附一次"):
        shop.do(evidence.record, again, shop.lead.id)
    assert shop.ask(evidence.one, shot).removed
    assert keep(shop, tmp_path) == shot
    shop.do(evidence.discard_removed, tmp_path)
    row = shop.ask(evidence.one, shot)
    assert not row.removed
    assert evidence.path_of(tmp_path, row.sha256, row.name).exists()


def test_only_a_lead_removes_evidence(shop: TestShop) -> None:
    agent = shop.colleague("2001")
    shot = shop.do(evidence.record, KeptFile("cd" * 32, "微信.png", 10), agent.id)
    shop.now += 20 * DAY * SECOND
    with pytest.raises(Refused) as refused:
        shop.do(evidence.remove, [shot], agent.id)
    assert refused.value.code == "not_lead"
