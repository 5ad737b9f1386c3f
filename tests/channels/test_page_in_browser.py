"""The visitor page in a real browser: what it keeps, repeats, hides and shows."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from support import contents
from support.browser import BROWSER, DRIVER, Tab, open_tab
from support.webchat import ChatShop, eventually, open_chat

from zuiqing_desk.channels.base import Inbound, Receipt
from zuiqing_desk.channels.sink import StoreSink

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        BROWSER is None or DRIVER is None, reason="Chromium and chromedriver are not installed"
    ),
]


@pytest.fixture
async def tab(tmp_path: Path) -> AsyncIterator[Tab]:
    async with open_tab(tmp_path) as one:
        yield one


async def said(shop: ChatShop) -> list[str]:
    """What customers said, in the order the store has it."""
    return [
        text
        for (text,) in await shop.read(
            lambda tx: tx.all("SELECT text FROM line WHERE author = 'customer' ORDER BY id")
        )
    ]


async def test_nothing_is_lost_or_doubled_while_the_shop_is_away(tab: Tab, home: Path) -> None:
    async with open_chat(home) as shop:
        await tab.open(shop.url)
        await tab.shows("已连接", "state")
        await tab.say("第一句")
        await tab.shows("已送达")
        port = int(shop.url.rpartition(":")[2])
    await tab.shows("重连", "state")
    await tab.say("第二句")
    await tab.say("第三句")
    await tab.shows("等待网络")
    await tab.type("还没写完")

    swallowed: list[str] = []

    class ForgetfulSink(StoreSink):
        """Stores the line, and fails before anybody is told, once a line."""

        async def receive(self, item: Inbound) -> Receipt:
            receipt = await super().receive(item)
            if item.text not in swallowed:
                swallowed.append(item.text)
                raise RuntimeError("the answer is lost")
            return receipt

    async with open_chat(home, make_sink=ForgetfulSink, port=port) as shop:
        await tab.shows("已连接", "state")

        async def arrived() -> bool:
            return await said(shop) == ["第一句", "第二句", "第三句"]

        await eventually(arrived)

        async def settled() -> bool:
            return (await tab.text_of("log")).count("已送达") == 3

        await eventually(settled)
        await tab.open(shop.url)
        await tab.shows("第三句")
        assert await said(shop) == ["第一句", "第二句", "第三句"]
        assert await tab.box() == "还没写完"
        log = await tab.text_of("log")
        assert [log.count(line) for line in ("第一句", "第二句", "第三句")] == [1, 1, 1]


async def test_a_picture_is_sent_once_and_what_is_none_says_why(
    tab: Tab, home: Path, tmp_path: Path
) -> None:
    picture, archive = tmp_path / "碎瓶.png", tmp_path / "全部.zip"
    picture.write_bytes(contents.png(1280, 960))
    archive.write_bytes(b"PK\x03\x04 archive")
    lost: list[str] = []

    class ForgetfulSink(StoreSink):
        """Stores the picture, and fails before anybody is told, once."""

        async def take(self, unit: Any) -> Any:
            taken = await super().take(unit)
            if not lost:
                lost.append("the answer")
                raise RuntimeError("the answer is lost")
            return taken

    async def send(*paths: Path) -> None:
        names = "\n".join(map(str, paths))
        await tab.do(lambda: tab.chrome.find_element(By.ID, "file").send_keys(names))

    async with open_chat(home, make_sink=ForgetfulSink) as shop:
        await tab.open(shop.url)
        await tab.shows("已连接", "state")
        await send(picture, archive)
        await tab.say("都在这里了")
        line = f"图片 碎瓶.png · {picture.stat().st_size} 字节 · 1280×960"
        await tab.shows(line)
        await tab.shows("发送失败：只收图片")
        await tab.shows("都在这里了")

        async def arrived() -> bool:
            return await said(shop) == ["碎瓶.png", "都在这里了"]

        await eventually(arrived)
        assert (await tab.text_of("log")).count("碎瓶.png") == 1
        await tab.script("[...document.querySelectorAll('.act')].at(-1).click()")

        async def dropped() -> bool:
            return "全部.zip" not in await tab.text_of("log")

        await eventually(dropped)
        # The button says what it is, and every key leads to it.
        button = "document.getElementById('attach')"
        assert await tab.script(f"return {button}.getAttribute('aria-label')") == "发图片或文件"
        assert await tab.script(f"return {button}.tabIndex") == 0
        await tab.open(shop.url)
        await tab.shows(line)


async def test_a_shop_that_does_not_know_the_visitor_is_met_anew(tab: Tab, shop: ChatShop) -> None:
    await tab.open(shop.url)
    await tab.say("旧库里的话")
    await tab.shows("已送达")
    await shop.write(lambda tx: tx.run("UPDATE visitor SET token_hash = 'gone'"))
    conversation_id = await shop.read(lambda tx: tx.value("SELECT max(id) FROM conversation"))
    shop.chat.forget(conversation_id)
    await tab.type("没写完")
    await tab.say("，写完了")
    await tab.shows("会话已重新开始")
    await tab.shows("已送达")
    await eventually(lambda: said_in_newest(shop, "没写完，写完了"))


async def said_in_newest(shop: ChatShop, text: str) -> bool:
    found = await shop.read(
        lambda tx: tx.all(
            "SELECT text FROM line WHERE conversation_id = (SELECT max(id) FROM conversation)"
        )
    )
    return found == [(text,)]


async def test_what_the_page_shows_of_a_conversation(tab: Tab, shop: ChatShop) -> None:
    await tab.open(shop.url)
    await tab.do(lambda: tab.chrome.find_element(By.ID, "name").send_keys("张女士" + Keys.ENTER))
    # Enter inside an input method chooses a word, and Shift+Enter begins a line.
    await tab.type("在")
    await tab.script(
        "document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert await tab.box() == "在"
    await tab.type(Keys.SHIFT + Keys.ENTER + Keys.NULL)
    await tab.say("吗")
    await tab.shows("已送达")
    assert await said(shop) == ["在\n吗"]
    conversation_id = await shop.read(lambda tx: tx.value("SELECT max(id) FROM conversation"))

    await shop.chat.typing(conversation_id, True)
    await tab.shows("正在输入", "typing")
    markup = "<img src=x onerror=\"document.title='hacked'\">[/b]"
    seq = await shop.reply(conversation_id, markup)
    await tab.shows(markup)
    assert "hacked" not in await tab.do(lambda: tab.chrome.title)
    assert await tab.text_of("typing") == ""

    async def read_by_the_visitor() -> bool:
        return await shop.column("read_seq", conversation_id) == seq

    await eventually(read_by_the_visitor)
    await shop.seen(conversation_id)
    await tab.shows("已读")

    await shop.block(conversation_id)
    await tab.say("还要广告")
    await tab.shows("发送失败")
    await tab.shows("重试")

    await tab.script(
        "const t = document.getElementById('text'); t.value = '长'.repeat(4001);"
        " t.dispatchEvent(new Event('input'))"
    )
    await tab.shows("超出 1 字", "counter")
    await tab.type(Keys.ENTER)
    assert len(await tab.box()) == 4001


async def test_two_tabs_show_one_conversation(tab: Tab, shop: ChatShop) -> None:
    await tab.open(shop.url)
    await tab.say("第一个标签页")
    await tab.shows("已送达")
    first = tab.chrome.current_window_handle
    await tab.do(lambda: tab.chrome.switch_to.new_window("tab"))
    await tab.open(shop.url)
    await tab.shows("第一个标签页")
    await tab.say("第二个标签页")
    await tab.shows("第二个标签页")
    await tab.do(lambda: tab.chrome.switch_to.window(first))
    await tab.shows("第二个标签页")
    assert await said(shop) == ["第一个标签页", "第二个标签页"]
    assert await shop.read(lambda tx: tx.value("SELECT count(*) FROM visitor")) == 1


async def test_a_shop_that_put_an_older_copy_back_is_heard_again(tab: Tab, home: Path) -> None:
    """Lines are numbered anew from there on; a page that goes by the old numbers hears nothing."""
    async with open_chat(home) as shop:
        await tab.open(shop.url)
        await tab.say("第一句")
        await tab.shows("已送达")
        port = int(shop.url.rpartition(":")[2])
    copy = (home / "desk.db").read_bytes()
    async with open_chat(home, port=port) as shop:
        await tab.shows("已连接", "state")
        for text in ("答甲", "答乙"):
            await shop.reply(1, text)
        await tab.shows("答乙")
    (home / "desk.db").write_bytes(copy)
    async with open_chat(home, port=port) as shop:
        await shop.reply(1, "恢复后的话")
        await tab.shows("恢复后的话")
        assert "答乙" not in await tab.text_of("log")
