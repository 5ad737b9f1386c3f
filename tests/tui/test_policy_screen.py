"""The lead changes the shop's policy; it is in force at once."""

from pathlib import Path

import pytest
from support.pilot import Desk

from zuiqing_desk.rules.policy import KEYS, ShopPolicy, label, parse_value
from zuiqing_desk.services import changes, policy
from zuiqing_desk.tui.policy_text import raw, written


def opened(desk: Desk) -> Desk:
    return desk.sign_in().keys("e").expect_screen("PolicyScreen").expect_text("首轮应答目标")


async def test_a_number_is_changed_and_counts_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await opened(desk).keys("enter").expect_text("改成").keys("ctrl+u").type("25")
        await desk.keys("enter").expect_text("“首轮应答目标”已改")
        assert desk.shop.ask(policy.current).first_target_s == 25
        assert desk.app.session is not None
        await desk.expect(lambda: desk.app.session.policy.first_target_s == 25)  # type: ignore[union-attr]
        newest = desk.shop.ask(lambda tx: changes.after(tx, changes.last(tx) - 1))[0]
        assert (newest.kind, newest.detail) == ("policy.changed", "first_target_s")


async def test_a_value_out_of_range_is_refused_where_it_stands(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await opened(desk).keys("enter").keys("ctrl+u").type("两百").keys("enter")
        await desk.expect_text("✗ 「首轮应答目标」要填").keys("escape")
        await desk.expect_screen("PolicyScreen")
        assert desk.shop.ask(policy.current) == ShopPolicy()


async def test_the_idle_lock_follows_the_policy(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.do(policy.change, "idle_lock_min", 2, desk.shop.lead.id)
        await desk.sign_in().later(120).expect_screen("LockScreen")


async def test_the_off_hours_reply_is_set_here(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        opened(desk)
        for _ in range(KEYS.index("off_hours_reply")):
            desk.keys("down")
        await desk.keys("enter").type("亲，我们[09:00]上班，稍后回复您！").keys("enter")
        await desk.expect_text("“无人值班时的自动回复”已改")
        assert desk.shop.ask(policy.current).off_hours_reply == "亲，我们[09:00]上班，稍后回复您！"


async def test_every_rule_is_listed(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(120, len(KEYS) + 12)) as desk:
        await opened(desk).expect_text(*(label(key) for key in KEYS))


@pytest.mark.parametrize("key", KEYS)
def test_what_is_shown_is_read_back_as_the_same_value(key: str) -> None:
    value = getattr(ShopPolicy(), key)
    assert parse_value(key, raw(key, written(key, value))) == value


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("target_s", " ４５ ", 45),
        ("snooze_presets_min", "5，30、 120;7", (5, 30, 120, 7)),
        ("courtesy_words", "谢谢 好的\u3000嗯", ("谢谢", "好的", "嗯")),
        ("transit_days", "其他 3-5；广东 2-3 ;", ("其他 3-5", "广东 2-3")),
        ("gift_table", "", ()),
        ("scored_from", "０８：３０", "08:30"),
        ("brush_off", "不需要：谢谢", "不需要：谢谢"),
    ],
)
def test_people_write_as_they_like(key: str, typed: str, value: object) -> None:
    assert parse_value(key, raw(key, typed)) == value
