"""What was sent comes back with ↑, and never as something else than a draft."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from support.reply_app import ReplyApp
from support.typist import Typist

from zuiqing_desk.services.sent import MOST, SentText
from zuiqing_desk.tui.widgets.recall import SentTexts


class Desk(Typist):
    app: ReplyApp

    @property
    def text(self) -> str:
        return self.app.box.text

    @property
    def title(self) -> str:
        return str(self.app.box._border_title)

    @property
    def submitted(self) -> list[tuple[object, ...]]:
        return [one[1:] for one in self.app.told if one[0] == "submitted"]


@asynccontextmanager
async def answering(*sent: str) -> AsyncIterator[Desk]:
    """Conversation 7 is shown; these texts were sent to 8, the first is the newest."""
    async with ReplyApp().run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        desk.app.box.know_sent(SentText(one, 8, "jd_乙乙", 0) for one in sent)
        yield desk


async def test_up_walks_back_and_down_forward_again() -> None:
    async with answering("新", "旧\n两行", "最旧") as desk:
        await desk.press("up")
        assert desk.text == "新"
        assert "发过的 1/3 · 给 jd_乙乙的" in desk.title
        await desk.press("up", "up", "up")
        assert desk.text == "最旧"
        await desk.press("down")
        assert desk.text == "旧\n两行"
        await desk.press("down", "down")
        assert (desk.text, "发过的" in desk.title) == ("", False)
        await desk.press("up")
        assert desk.text == "新"


async def test_a_burst_of_keys_walks_and_sends_in_order() -> None:
    async with answering("新", "旧") as desk:
        await desk.press("up", "up", "。", "enter", "up", "enter")
        assert desk.submitted == [(7, "旧。"), (7, "旧。")]


async def test_what_was_sent_just_now_is_the_first() -> None:
    async with answering("旧") as desk:
        await desk.type("新")
        await desk.press("enter", "up")
        assert desk.text == "新"
        assert "发过的 1/2 · 给这位客户的" in desk.title


async def test_what_was_given_back_was_not_sent() -> None:
    async with answering("旧") as desk:
        await desk.type("新")
        await desk.press("enter")
        desk.app.box.give_back(7, "新")
        desk.app.box.load_text("")
        await desk.press("up")
        assert desk.text == "旧"


async def test_typing_makes_it_an_ordinary_draft() -> None:
    async with answering("新\n两行", "旧") as desk:
        await desk.press("up", "！", "up")
        assert desk.text == "新\n两行！"
        assert "发过的" not in desk.title
        await desk.press("escape")
        assert desk.text == "新\n两行！"
        assert ("leave",) in desk.app.told


async def test_moving_the_cursor_makes_it_an_ordinary_draft() -> None:
    async with answering("新", "旧") as desk:
        await desk.press("up", "left")
        assert "发过的" not in desk.title
        await desk.press("up", "x")
        assert desk.text == "x新"


async def test_escape_empties_the_box_and_stays_in_it() -> None:
    async with answering("新", "旧") as desk:
        await desk.press("up", "up", "escape")
        assert desk.text == ""
        assert ("leave",) not in desk.app.told
        await desk.press("escape")
        assert ("leave",) in desk.app.told


async def test_a_draft_begun_is_never_replaced() -> None:
    async with answering("新") as desk:
        await desk.press("好", "up")
        assert desk.text == "好"


async def test_undo_takes_it_out_again_step_by_step() -> None:
    async with answering("新", "旧") as desk:
        await desk.press("up", "up", "ctrl+z")
        assert desk.text == "新"
        await desk.press("ctrl+z")
        assert desk.text == ""
        await desk.press("ctrl+y", "ctrl+y")
        assert desk.text == "旧"


async def test_the_draft_is_kept_like_any_other() -> None:
    async with answering("新") as desk:
        await desk.press("up")
        assert ("draft", 7, "新", 1) in desk.app.told
        desk.app.action_show_other()
        await desk.press("up")
        assert desk.text == "第二位的草稿"


async def test_a_note_brings_nothing_back() -> None:
    async with answering("新") as desk:
        desk.app.action_note()
        await desk.press("up")
        assert desk.text == ""


async def test_where_nothing_may_be_written_nothing_comes_back() -> None:
    async with answering("新") as desk:
        desk.app.action_refuse()
        await desk.press("up")
        assert desk.text == ""


async def test_who_has_sent_nothing_is_told_so() -> None:
    async with answering() as desk:
        await desk.press("up")
        assert "还没有发过的话" in desk.title


async def test_the_next_person_at_the_desk_has_sent_nothing_yet() -> None:
    async with answering("新") as desk:
        desk.app.box.forget()
        desk.app.box.bind(7, customer="tb_9921")
        await desk.press("up")
        assert desk.text == ""


def test_each_text_once_the_newest_first_and_no_more_than_so_many() -> None:
    texts = SentTexts()
    texts.put(SentText(f"{number}", 1, "", 0) for number in range(MOST))
    texts.add(SentText("3", 2, "", 0))
    texts.add(SentText("新", 2, "", 0))
    seen = []
    while (one := texts.step(1)) is not None and one.text not in seen:
        seen.append(one.text)
    assert seen[:4] == ["新", "3", "0", "1"]
    assert len(seen) == MOST
