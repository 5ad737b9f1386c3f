"""Replies for the tests, written as a screen would write them."""

from typing import Any

from support.shop import TestShop

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import LiveReply, ReplyRecord, ReplyWords


def words(code: str = "fhsj", body: str = "今天发货。", **others: Any) -> ReplyWords:
    """The words of a reply, plausible where the test does not say."""
    plain: dict[str, Any] = {"title": f"标题{code}", "category": "发货与物流"}
    return ReplyWords(code=code, body=body, **{**plain, **others})


class Library:
    """The library of a test's shop."""

    def __init__(self, shop: TestShop) -> None:
        self.shop = shop

    def team(self, code: str = "fhsj", body: str = "今天发货。", **others: Any) -> int:
        """A reply of the team, in force."""
        return self.shop.do(
            library.add,
            words(code, body, **others),
            owner_id=None,
            actor=self.shop.lead.id,
            approve_now=True,
        )

    def draft(self, who: StaffMember, code: str = "fhsj", body: str = "今天发货。") -> int:
        """A reply of the team that waits for a lead."""
        return self.shop.do(library.add, words(code, body), owner_id=None, actor=who.id)

    def own(self, who: StaffMember, code: str = "fhsj", body: str = "今天发货。") -> int:
        """A reply of this person's own."""
        return self.shop.do(library.add, words(code, body), owner_id=who.id, actor=who.id)

    def change(
        self, reply_id: int, body: str, who: StaffMember, *, code: str = "fhsj", **others: Any
    ) -> int:
        """A new version on top of the newest."""
        return self.shop.do(
            library.change,
            reply_id,
            words(code, body),
            who.id,
            **{"based_on": self.record(reply_id, who).last, **others},
        )

    def record(self, reply_id: int, who: StaffMember | None = None) -> ReplyRecord:
        owner = self.shop.lead if who is None else who
        found = self.shop.ask(reading.one, reply_id, owner.id)
        assert found is not None
        return found

    def live(self, who: StaffMember | None = None) -> list[LiveReply]:
        return self.shop.ask(reading.live, None if who is None else who.id)

    def live_body(self, reply_id: int, who: StaffMember | None = None) -> str | None:
        """The words in force, or None."""
        return next((row.body for row in self.live(who) if row.id == reply_id), None)
