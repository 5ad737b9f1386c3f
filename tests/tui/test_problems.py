"""A store that cannot be opened is explained, not traced back."""

from pathlib import Path

from support.pilot import Desk
from support.shop import TestShop


async def test_a_damaged_database_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"not a database at all " * 500)
    async with Desk(tmp_path, founded=False) as desk:
        await desk.expect_screen("ProblemScreen").expect_text("desk.db", "r 重试 · q 退出")
        await desk.expect_no_text("Traceback")
        await desk.keys("q").expect(lambda: not desk.app.is_running, "the end")
    assert (tmp_path / "desk.db").read_bytes().startswith(b"not a database")


async def test_after_it_was_mended_r_tries_again(tmp_path: Path) -> None:
    TestShop(tmp_path).store.close()
    whole = (tmp_path / "desk.db").read_bytes()
    (tmp_path / "desk.db").write_bytes(b"x" * 4096)
    async with Desk(tmp_path, founded=False) as desk:
        await desk.expect_screen("ProblemScreen")
        (tmp_path / "desk.db").write_bytes(whole)
        await desk.keys("r").expect_screen("SignInScreen").expect_text("醉卿酒业")


async def test_keys_typed_before_the_problem_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"x" * 4096)
    desk = Desk(tmp_path, founded=False)
    desk.machine.hold()
    async with desk:
        await desk.type("1001").keys("enter").expect_focus("pin").type("2580").keys("enter")
        desk.machine.let_go()
        await desk.expect_screen("ProblemScreen").expect_text("desk.db")


async def test_the_wizard_stops_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    async with Desk(tmp_path / "home", founded=False) as desk:
        await desk.expect_screen("ProblemScreen").expect_text("home")
