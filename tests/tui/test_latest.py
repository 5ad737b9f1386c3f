"""Only the last question counts."""

import asyncio

from support.soon import comes_true

from zuiqing_desk.tui.latest import Latest


async def test_a_new_job_ends_the_one_before() -> None:
    latest, gate, done = Latest(), asyncio.Event(), []
    ended = []

    async def job(name: str) -> None:
        try:
            await gate.wait()
        except asyncio.CancelledError:
            ended.append(name)
            raise
        done.append(name)

    latest.ask(lambda: job("first"))
    await asyncio.sleep(0)
    latest.ask(lambda: job("second"))
    latest.ask(lambda: job("third"))
    await comes_true(lambda: ended == ["first"])
    gate.set()
    await comes_true(lambda: done == ["third"])
    assert ended == ["first"]


async def test_what_is_stopped_is_not_done() -> None:
    latest, done = Latest(), []

    async def job() -> None:
        done.append(1)

    latest.ask(job)
    latest.stop()
    latest.stop()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == []
    latest.ask(job)
    await comes_true(lambda: done == [1])
