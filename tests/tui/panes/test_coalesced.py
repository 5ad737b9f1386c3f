"""Asking often, running seldom."""

import asyncio

from support.soon import comes_true

from zuiqing_desk.tui.panes.coalesced import Coalesced


class Job:
    """Counts its runs; each waits to be let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.running = 0
        self.most = 0
        self.gate = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.running += 1
        self.most = max(self.most, self.running)
        await self.gate.wait()
        self.running -= 1


async def test_many_askings_are_one_run_and_one_more() -> None:
    job = Job()
    job_runs = Coalesced(job)
    for _ in range(100):
        job_runs.ask()
    await comes_true(lambda: job.begun == 1)
    for _ in range(100):
        job_runs.ask()
    job.gate.set()
    await comes_true(lambda: job.begun == 2 and not job.running)
    for _ in range(20):
        await asyncio.sleep(0)
    assert job.begun == 2
    assert job.most == 1


async def test_asking_during_the_gap_is_not_forgotten() -> None:
    job = Job()
    job.gate.set()
    job_runs = Coalesced(job, gap_s=0.001)
    job_runs.ask()
    await comes_true(lambda: job.begun == 1 and not job.running)
    job_runs.ask()
    await comes_true(lambda: job.begun == 2)


async def test_after_the_stop_nothing_runs() -> None:
    job = Job()
    job_runs = Coalesced(job)
    job_runs.ask()
    await comes_true(lambda: job.begun == 1)
    job_runs.ask()
    job_runs.stop()
    job.gate.set()
    await asyncio.sleep(0)
    job_runs.ask()
    for _ in range(20):
        await asyncio.sleep(0)
    assert job.begun == 1
