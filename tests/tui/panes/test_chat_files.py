"""Opening and saving what customers sent, by key."""

import json
import stat
import sys
from pathlib import Path

import pytest
from support import contents
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import inbound, media, media_files
from zuiqing_desk.services.media import Carried
from zuiqing_desk.store import content_folder
from zuiqing_desk.tui.ports import ScreenOptions

PICTURE = contents.png(1280, 960)


def sends(shop: TestShop, conversation: int, name: str = "碎瓶.png", url: str = "") -> Path:
    """A customer sends a picture; where it lies, or is to lie."""
    home = shop.store.path.parent
    kept = None if url else media_files.keep_bytes(home, PICTURE)
    carried = Carried(name, picture=True, kept=kept, url=url)
    shop.do(inbound.receive, conversation_id=conversation, remote_id=name, media=carried)
    return Path() if kept is None else content_folder.path_of(home, kept.sha256, kept.kind)


def at_line(desk: Desk, text: str) -> Desk:
    """Open the conversation and put the cursor on its newest line."""
    return (
        desk.take_next()
        .expect_text(text)
        .keys("escape")
        .expect_focus("queue")
        .keys("tab")
        .expect_focus("conversation")
        .keys("end")
    )


def opening(tmp_path: Path) -> tuple[ScreenOptions, Path]:
    """A program that writes down what it was started with."""
    log, program = tmp_path / "opened.json", tmp_path / "viewer.py"
    program.write_text(
        "import json, os, sys\n"
        "given = [sys.argv[1:], os.getsid(0) == os.getpid(), os.isatty(0), os.isatty(1)]\n"
        f"part = {str(log)!r} + '.part'\n"
        "open(part, 'w').write(json.dumps(given))\n"
        f"os.rename(part, {str(log)!r})\n"
    )
    return ScreenOptions(open_with=f"{sys.executable} '{program}' --view"), log


async def test_a_picture_is_shown_in_words_and_opened_by_a_program_of_its_own(
    tmp_path: Path,
) -> None:
    options, log = opening(tmp_path)
    async with Desk(tmp_path / "home", options=options) as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        path = sends(desk.shop, conversation)
        await desk.sign_in()
        await at_line(desk, f"〔图片〕碎瓶.png · {len(PICTURE)} 字节 · 1280×960")
        await desk.expect_text("@ 打开").keys("@").expect(log.exists, "the program was started")
        assert json.loads(log.read_text()) == [["--view", str(path)], True, False, False]
        await desk.expect_text("已交给")


async def test_a_program_that_cannot_says_so_and_where_the_file_lies(tmp_path: Path) -> None:
    options = ScreenOptions(open_with=f"{sys.executable} -c 'raise SystemExit(3)'")
    async with Desk(tmp_path / "home", options=options) as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        path = sends(desk.shop, conversation)
        await desk.sign_in()
        await at_line(desk, "碎瓶.png").keys("@")
        await desk.expect_text("没能用", "文件在")
        assert desk.app.clipboard == str(path)


async def test_over_ssh_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    async with Desk(tmp_path / "home") as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        path = sends(desk.shop, conversation)
        await desk.sign_in()
        await at_line(desk, "碎瓶.png").keys("@").expect_text("文件在", "= 另存一份")
        assert desk.app.clipboard == str(path)


async def test_a_copy_is_saved_and_nothing_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    (own / "Downloads").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(own))
    async with Desk(tmp_path / "home") as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        sends(desk.shop, conversation, "..\\CON.png")
        await desk.sign_in()
        await at_line(desk, "CON.png")
        saved, second = own / "Downloads" / "_CON.png", own / "Downloads" / "_CON (2).png"
        await desk.keys("=").expect_text("另存“CON.png”").keys("enter").expect(saved.exists)
        await desk.expect_text("已存到")
        assert saved.read_bytes() == PICTURE
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        await desk.keys("=").expect_text("另存“").keys("enter").expect(second.exists)
        # A folder is named too; one that cannot be written to is said, and asked about again.
        await desk.keys("=").expect_text("另存“").keys("ctrl+u")
        await desk.type(str(tmp_path / "none" / "x.png")).keys("enter").expect_text("存不了")
        await desk.keys("ctrl+u").type(str(own)).keys("enter")
        await desk.expect((own / "_CON.png").exists)


async def test_what_is_erased_while_it_is_asked_where_to_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    async with Desk(tmp_path / "home") as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        sends(desk.shop, conversation)
        await desk.sign_in()
        await at_line(desk, "碎瓶.png").keys("=").expect_text("另存“碎瓶.png”")
        desk.shop.do(media.erase, [2])
        await desk.keys("enter").expect_text("应客户要求删除")
        assert list(own.iterdir()) == []


async def test_what_is_elsewhere_is_fetched_only_once_the_agent_agrees(tmp_path: Path) -> None:
    async with Desk(tmp_path / "home") as desk:
        shop = desk.shop
        conversation = shop.waiting_customer("瓶子碎了")
        sends(shop, conversation, "单据", "https://me:pin@pictures.example/p/1?t=1")
        await desk.sign_in()
        await at_line(desk, "〔图片〕单据 · 未下载·pictures.example")
        line_id = 2
        await desk.keys("@").expect_text("下载“单据”？", "要从 pictures.example 下载")
        await desk.keys("escape").expect_no_text("下载“单据”？")
        assert shop.ask(media.one, line_id).state == "elsewhere"
        await desk.keys("@").expect_text("下载“单据”？").keys("down", "enter")
        await desk.read_toasts().expect_text("正在下载…")
        await desk.keys("@").expect_text("还在下载")
        shop.do(media.failed, line_id, "对方回答 404")
        await desk.read_toasts().expect_text("〔图片〕单据 · 取不到：对方回答 404")
        await desk.keys("=").expect_text("下载“单据”？").keys("down", "enter")
        await desk.read_toasts().expect_text("正在下载…")
        kept = media_files.keep_bytes(shop.store.path.parent, contents.PDF)
        shop.do(media.fetched, line_id, kept)
        await desk.expect_text(f"〔文件〕单据 · {len(contents.PDF)} 字节")


async def test_a_line_without_a_file_and_a_file_that_is_gone_are_told(tmp_path: Path) -> None:
    async with Desk(tmp_path / "home") as desk:
        conversation = desk.shop.waiting_customer("瓶子碎了")
        await desk.sign_in()
        await at_line(desk, "瓶子碎了").keys("@").expect_text("这一行没有图片或文件")
        sends(desk.shop, conversation).unlink()
        await desk.expect_text("碎瓶.png").keys("end", "=").expect_text("文件不在了", "doctor")
