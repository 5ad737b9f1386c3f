"""The life of a reply: draft, approval, versions, archive."""

import pytest
from support.reply_books import Library, words
from support.shop import TestShop

from zuiqing_desk.services import changes, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library, reading


def last_kind(shop: TestShop) -> tuple[str, int]:
    newest = shop.ask(changes.after, shop.ask(changes.last) - 1)
    return newest[-1].kind, newest[-1].subject_id


def test_an_agents_reply_for_the_team_waits_for_a_lead(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.draft(agent)
    assert last_kind(shop) == ("reply.drafted", reply)
    assert books.live() == []
    assert [one.id for one in shop.ask(reading.every, agent.id, drafts_only=True)] == [reply]
    shop.do(library.approve, reply, 1, shop.lead.id)
    assert last_kind(shop) == ("reply.approved", reply)
    assert books.live_body(reply) == "今天发货。"
    record = books.record(reply)
    assert record.draft is None
    assert record.live is not None
    assert (record.live.author_no, record.live.approved_by_no) == ("1002", "1001")


def test_the_version_in_force_stays_until_the_new_one_is_approved(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.team()
    assert books.change(reply, "明天发货。", agent) == 2
    assert books.live_body(reply) == "今天发货。"
    shop.do(library.approve, reply, 2, shop.lead.id)
    assert books.live_body(reply) == "明天发货。"
    assert [one.body for one in shop.ask(reading.versions, reply)] == ["明天发货。", "今天发货。"]


def test_an_agent_can_neither_approve_nor_send_back_nor_archive_for_the_team(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.team()
    books.change(reply, "明天发货。", agent)
    for forbidden in (
        lambda: shop.do(library.approve, reply, 2, agent.id),
        lambda: shop.do(library.send_back, reply, "不好", agent.id),
        lambda: shop.do(library.archive, reply, agent.id),
        lambda: shop.do(library.rename, reply, "new", agent.id),
        lambda: shop.do(library.add, words("x"), owner_id=None, actor=agent.id, approve_now=True),
        lambda: books.change(reply, "后天发货。", agent, approve_now=True),
    ):
        with pytest.raises(Refused) as refused:
            forbidden()
        assert refused.value.code == "not_lead"
    assert books.live_body(reply) == "今天发货。"
    assert books.record(reply).last == 2


def test_a_lead_approves_what_he_has_read_and_nothing_newer(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.draft(agent)
    books.change(reply, "明天发货。", agent)
    for step in (
        lambda: shop.do(library.approve, reply, 1, shop.lead.id),
        lambda: shop.do(library.send_back, reply, "写错了", shop.lead.id, version=1),
    ):
        with pytest.raises(Refused, match="第 2 版") as refused:
            step()
        assert refused.value.code == "changed_meanwhile"
    shop.do(library.approve, reply, 2, shop.lead.id)
    with pytest.raises(Refused) as twice:
        shop.do(library.approve, reply, 2, shop.lead.id)
    assert twice.value.code == "no_draft"


def test_what_was_sent_back_says_why_and_waits_for_its_author(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.draft(agent)
    with pytest.raises(Refused, match="原因"):
        shop.do(library.send_back, reply, " ", shop.lead.id)
    shop.do(library.send_back, reply, "时间写错了", shop.lead.id)
    assert last_kind(shop) == ("reply.sent_back", reply)
    draft = books.record(reply, agent).draft
    assert draft is not None
    assert draft.refused == "时间写错了"
    assert shop.ask(reading.every, shop.lead.id, drafts_only=True) == []
    with pytest.raises(Refused) as refused:
        shop.do(library.approve, reply, 1, shop.lead.id)
    assert refused.value.code == "sent_back"
    books.change(reply, "明天发货。", agent)
    shop.do(library.approve, reply, 2, shop.lead.id)
    assert books.live_body(reply) == "明天发货。"


def test_two_desks_editing_the_same_reply_do_not_overwrite_each_other(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.team()
    books.change(reply, "明天发货。", agent, based_on=1)
    with pytest.raises(Refused, match="第 2 版") as refused:
        books.change(reply, "后天发货。", shop.lead, based_on=1)
    assert refused.value.code == "changed_meanwhile"
    assert books.record(reply).last == 2


def test_a_personal_reply_is_in_force_at_once_and_its_owners_alone(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.own(agent)
    assert last_kind(shop) == ("reply.saved", reply)
    assert books.live_body(reply, agent) == "今天发货。"
    assert books.live_body(reply, shop.lead) is None
    assert shop.ask(reading.every, shop.lead.id) == []
    assert shop.ask(reading.one, reply, shop.lead.id) is None
    books_change = words("fhsj", "明天发货。")
    for forbidden in (
        lambda: shop.do(library.change, reply, books_change, shop.lead.id, based_on=1),
        lambda: shop.do(library.archive, reply, shop.lead.id),
        lambda: shop.do(library.restore, reply, 1, shop.lead.id),
        lambda: shop.do(library.add, words("y"), owner_id=agent.id, actor=shop.lead.id),
    ):
        with pytest.raises(Refused) as refused:
            forbidden()
        assert refused.value.code == "not_yours"
    shop.do(library.change, reply, books_change, agent.id, based_on=1)
    assert books.live_body(reply, agent) == "明天发货。"


def test_somebody_disabled_writes_nothing(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    with pytest.raises(Refused, match="停用"):
        books.draft(agent)
    assert shop.ask(reading.every, shop.lead.id) == []


def test_a_code_is_unique_within_its_scope_and_the_message_names_the_other(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    books.team("fhsj", title="发货时间")
    with pytest.raises(Refused, match="发货时间") as refused:
        books.draft(agent, "ＦＨＳＪ")
    assert refused.value.code == "code_taken"
    own = books.own(agent, "fhsj")
    with pytest.raises(Refused, match="标题fhsj"):
        books.own(agent, "fhsj")
    assert {row.id for row in books.live(agent) if row.code == "fhsj"} >= {own}
    assert len(books.live(agent)) == 2


def test_the_code_of_an_archived_reply_is_free_until_it_comes_back(
    shop: TestShop, books: Library
) -> None:
    first = books.team()
    shop.do(library.archive, first, shop.lead.id)
    assert last_kind(shop) == ("reply.archived", first)
    assert books.live() == []
    assert books.record(first).archived
    second = books.team()
    with pytest.raises(Refused) as refused:
        shop.do(library.unarchive, first, shop.lead.id)
    assert refused.value.code == "code_taken"
    assert "先改掉那一条的短码，再恢复" in refused.value.message
    shop.do(library.archive, second, shop.lead.id)
    shop.do(library.unarchive, first, shop.lead.id)
    assert books.live_body(first) == "今天发货。"
    with pytest.raises(Refused) as not_archived:
        shop.do(library.unarchive, first, shop.lead.id)
    assert not_archived.value.code == "not_archived"


def test_an_archived_reply_is_not_changed(shop: TestShop, books: Library) -> None:
    reply = books.team()
    shop.do(library.archive, reply, shop.lead.id)
    with pytest.raises(Refused) as refused:
        books.change(reply, "明天发货。", shop.lead)
    assert refused.value.code == "archived"


def test_an_old_version_comes_back_as_a_new_one(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.team()
    books.change(reply, "明天发货。", shop.lead, approve_now=True)
    assert shop.do(library.restore, reply, 1, agent.id) == 3
    assert books.live_body(reply) == "明天发货。"
    draft = books.record(reply).draft
    assert draft is not None
    assert draft.body == "今天发货。"
    assert shop.do(library.restore, reply, 1, shop.lead.id) == 4
    assert last_kind(shop) == ("reply.restored_version", reply)
    assert books.live_body(reply) == "今天发货。"
    assert books.record(reply).draft is None
    assert [one.version for one in shop.ask(reading.versions, reply)] == [4, 3, 2, 1]
    with pytest.raises(Refused, match="第 9 版"):
        shop.do(library.restore, reply, 9, shop.lead.id)


def test_a_draft_withdrawn_leaves_what_is_in_force(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.team()
    books.change(reply, "明天发货。", agent)
    other = shop.hire("1003")
    with pytest.raises(Refused) as refused:
        shop.do(library.withdraw, reply, other.id)
    assert refused.value.code == "not_lead"
    shop.do(library.withdraw, reply, agent.id)
    record = books.record(reply)
    assert (record.draft, record.archived) == (None, False)
    assert books.live_body(reply) == "今天发货。"


def test_a_first_draft_withdrawn_is_archived_and_can_come_back(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.draft(agent)
    shop.do(library.withdraw, reply, agent.id)
    assert books.record(reply).archived
    books.draft(agent)
    with pytest.raises(Refused):
        shop.do(library.unarchive, reply, agent.id)


def test_a_code_is_changed_at_once_by_a_lead_or_by_the_author_of_a_first_draft(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    reply = books.draft(agent, "one")
    shop.do(library.rename, reply, "two", agent.id)
    assert last_kind(shop) == ("reply.renamed", reply)
    shop.do(library.approve, reply, 1, shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(library.change, reply, words("three"), agent.id, based_on=1)
    assert refused.value.code == "not_lead"
    shop.do(library.change, reply, words("three"), shop.lead.id, based_on=1, approve_now=True)
    assert [row.code for row in books.live()] == ["three"]
    other = books.team("four")
    with pytest.raises(Refused) as taken:
        shop.do(library.rename, other, "three", shop.lead.id)
    assert taken.value.code == "code_taken"


def test_every_step_is_journalled_once_without_the_words(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    before = shop.ask(changes.last)
    reply = books.draft(agent)
    books.change(reply, "明天发货。", agent)
    shop.do(library.send_back, reply, "时间写错了", shop.lead.id)
    books.change(reply, "后天发货。", agent)
    shop.do(library.approve, reply, 3, shop.lead.id)
    shop.do(library.rename, reply, "new", shop.lead.id)
    shop.do(library.archive, reply, shop.lead.id)
    shop.do(library.unarchive, reply, shop.lead.id)
    rows = shop.ask(changes.after, before)
    assert [row.kind for row in rows] == [
        "reply.drafted",
        "reply.drafted",
        "reply.sent_back",
        "reply.drafted",
        "reply.approved",
        "reply.renamed",
        "reply.archived",
        "reply.unarchived",
    ]
    assert {row.subject_id for row in rows} == {reply}
    assert all(row.detail == "" or row.detail.isdigit() for row in rows)


def test_the_pinyin_is_stored_with_every_version(shop: TestShop, books: Library) -> None:
    reply = books.team("x", "今天发货。", title="重庆")
    (row,) = books.live()
    assert row.readings.startswith("chong qing|")
    books.change(reply, "还有货。", shop.lead, approve_now=True, code="x")
    assert "hai you huo" in books.live()[0].readings


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"code": "有 空格"}, "bad_code"),
        ({"title": ""}, "bad_title"),
        ({"category": "别的"}, "bad_category"),
        ({"body": " "}, "bad_body"),
        ({"body": "{没有这个}"}, "template"),
        ({"body": "{客户"}, "template"),
        ({"valid_from": 2, "valid_until": 1}, "bad_valid_until"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    shop: TestShop, bad: dict[str, object], code: str
) -> None:
    good: dict[str, object] = {
        "code": "x",
        "title": "标题",
        "category": "欢迎",
        "body": "您好",
    }
    with pytest.raises(Refused) as refused:
        shop.do(
            library.add,
            library.ReplyWords(**{**good, **bad}),  # type: ignore[arg-type]
            owner_id=None,
            actor=shop.lead.id,
        )
    assert refused.value.code == code
    assert shop.ask(reading.every, shop.lead.id) == []
