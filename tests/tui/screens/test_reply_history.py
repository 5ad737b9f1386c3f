"""The versions of a reply on screen, and the way back."""

from pathlib import Path

import pytest
from support.pilot import Desk
from support.replies import in_library, proposes, record, team_reply, words

from zuiqing_desk.services.replies import library


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_version_shows_what_it_changed(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        reply = team_reply(shop, "fh", "发货", "今天下午发货")
        shop.later(60)
        proposes(shop, agent, reply, words("fh", "发货", "明天下午发货"))
        shop.do(library.send_back, reply, "不能写死", shop.lead.id)
        await in_library(desk).expect_text("fh").keys("h").expect_screen("ReplyHistory")
        await desk.expect_text("第 2 版", "✗ 已退回", "第 1 版", "● 正在用")
        await desk.expect_text("与第 1 版相比", "［－今］［＋明］天下午发货", "原因：不能写死")
        await desk.keys("down").expect_text("最早的一版", "今天下午发货")
        await desk.keys("r").expect_text("这一版正在用。")


async def test_a_lead_brings_an_old_version_back_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "fh", "发货", "旧")
        new = words("fh", "发货", "新")
        lead = desk.shop.lead.id
        desk.shop.do(library.change, reply, new, lead, based_on=1, approve_now=True)
        await in_library(desk).expect_text("fh").keys("h").expect_text("第 1 版")
        await desk.keys("down", "r").expect_text("恢复第 1 版？", "马上生效").keys("down", "enter")
        await desk.expect_text("第 1 版已恢复，马上生效。", "第 3 版")
        live = record(desk.shop, reply).live
        assert live is not None
        assert (live.version, live.body) == (3, "旧")


async def test_an_agents_restoring_makes_a_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "fh", "发货", "旧")
        new = words("fh", "发货", "新")
        lead = desk.shop.lead.id
        desk.shop.do(library.change, reply, new, lead, based_on=1, approve_now=True)
        await in_library(desk, "1002").expect_text("fh").keys("h").expect_text("第 1 版")
        await desk.keys("down", "enter").expect_text("等组长批准").keys("down", "enter")
        await desk.expect_text("第 3 版", "▲ 待批")
        now = record(desk.shop, reply)
        assert now.live is not None
        assert now.draft is not None
        assert (now.live.body, now.draft.body) == ("新", "旧")


async def test_a_version_that_waits_is_not_restored(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "fh", "发货", "旧")
        proposes(desk.shop, desk.shop.colleague("1002"), reply, words("fh", "发货", "新"))
        await in_library(desk).expect_text("fh").keys("h").expect_text("▲ 待批")
        await desk.expect_no_text("恢复这一版").keys("r").expect_text("这一版正在等批准。")
        assert record(desk.shop, reply).last == 2


async def test_the_details_keep_their_place_when_they_are_read(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(120, 40)) as desk:
        team_reply(desk.shop, "fh", "发货", "旧")
        await in_library(desk).expect_text("fh").keys("h").expect_screen("ReplyHistory")
        detail = desk.app.screen.query_one("#list-detail")
        before = detail.size
        await desk.keys("tab").expect_focus("list-detail")
        assert detail.size == before
