"""Replies that include one another."""

import pytest
from support.reply_books import Library, words
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library


def refused(code: str, step: object) -> str:
    with pytest.raises(Refused) as error:
        step()  # type: ignore[operator]
    assert error.value.code == code
    return error.value.message


def test_what_is_not_there_cannot_be_included(books: Library) -> None:
    assert "没有" in refused("template", lambda: books.team("a", "{>b}"))
    books.team("b")
    books.team("a", "{>b}")


def test_a_ring_is_refused_and_named(shop: TestShop, books: Library) -> None:
    first = books.team("a")
    books.team("b", "{>a}")
    books.team("c", "{>b}")
    message = refused("template_ring", lambda: books.change(first, "{>c}", shop.lead, code="a"))
    assert all(code in message for code in "abc")
    assert "a" in refused("template_ring", lambda: books.change(first, "{>a}", shop.lead, code="a"))


def test_two_drafts_that_make_a_ring_together_are_not_both_approved(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    first, second = books.team("a"), books.team("b")
    books.change(first, "{>b}", agent, code="a")
    books.change(second, "{>a}", agent, code="b")
    shop.do(library.approve, first, 2, shop.lead.id)
    refused("template_ring", lambda: shop.do(library.approve, second, 2, shop.lead.id))
    assert books.live_body(second) == "今天发货。"


def test_what_goes_into_force_leans_only_on_what_is_in_force(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    books.draft(agent, "b")
    reply = books.draft(agent, "a", "{>b}")
    refused("template", lambda: shop.do(library.approve, reply, 1, shop.lead.id))
    refused("template", lambda: books.team("c", "{>b}"))
    refused("template", lambda: books.own(agent, "d", "{>b}"))


def test_a_team_reply_includes_the_teams_alone(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    books.own(agent, "mine")
    message = refused("template", lambda: books.draft(agent, "a", "您好{>mine}"))
    assert message == "第 3 个字：「mine」是个人话术，团队话术只能引用团队话术。"
    assert "个人" not in refused("template", lambda: books.draft(agent, "a", "{>nobody}"))
    books.team("ours")
    books.own(agent, "b", "{>mine}{>ours}")


def test_a_draft_of_the_team_is_not_called_personal(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    books.own(agent, "b")
    books.draft(agent, "b")
    assert "没有短码是「b」" in refused("template", lambda: books.team("c", "{>b}"))


def test_a_personal_ring_is_refused(shop: TestShop, books: Library, agent: StaffMember) -> None:
    first = books.own(agent, "a")
    books.own(agent, "b", "{>a}")
    refused("template_ring", lambda: books.change(first, "{>b}", agent, code="a"))


def test_what_others_include_is_neither_archived_nor_renamed(
    shop: TestShop, books: Library
) -> None:
    reply = books.team("a")
    user = books.team("b", "您好，{> Ａ }", title="第二条")
    for step in (
        lambda: shop.do(library.archive, reply, shop.lead.id),
        lambda: shop.do(library.rename, reply, "z", shop.lead.id),
        lambda: shop.do(library.change, reply, words("z"), shop.lead.id, based_on=1),
    ):
        assert "“第二条”" in refused("included", step)
    shop.do(library.archive, user, shop.lead.id)
    shop.do(library.archive, reply, shop.lead.id)
    assert "没有" in refused("template", lambda: shop.do(library.unarchive, user, shop.lead.id))
