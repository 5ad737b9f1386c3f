"""Gateways are killed at random under load: no acknowledged message is lost, and none doubled."""

import random
import time
from pathlib import Path

from support.audit import expect
from support.crash_gateway import Plan
from support.figures import Figures, milliseconds
from support.forked_gateway import KILLED, ForkedGateway, GatewayEnded
from support.homes import found_home
from support.load import Load, Talk, Whereabouts
from support.visitor import Http, Visitor

ROUNDS = 200
VISITORS = 6
LINES_A_ROUND = 25
"""Kills from outside come after up to so many acknowledged lines, …"""

POINTS_A_ROUND = 500
"""… those from inside when the gateway passes one of the next so many points."""

JITTER_S = 0.01


def test_random_kills_lose_nothing_and_double_nothing(tmp_path: Path, figures: Figures) -> None:
    seed = random.SystemRandom().randrange(10**9)
    figures.add("random kills", seed=seed)
    chance = random.Random(seed)
    home = found_home(tmp_path)
    where = Whereabouts()
    restarts: list[float] = []
    began = time.monotonic()
    with (
        ForkedGateway() as gateway,
        Load(home, where, visitors=VISITORS, seed=seed) as load,
    ):
        for number in range(ROUNDS):
            after = chance.randint(1, POINTS_A_ROUND) if number % 2 else 0
            started = time.monotonic()
            gateway.start(Plan(str(home.path), after=after))
            try:
                where.moved(gateway.url())
            except GatewayEnded as ended:
                # A kill from inside may come before it even listens.
                if after and ended.code == KILLED:
                    continue
                raise
            restarts.append(time.monotonic() - started)
            if not load.started:
                load.start()
            if not after:
                where.more(chance.randint(0, LINES_A_ROUND))
                time.sleep(chance.uniform(0, JITTER_S))
                gateway.kill()
            assert gateway.end() == KILLED
        gateway.start(Plan(str(home.path)))
        url = gateway.url()
        where.moved(url)
        load.finish()
        figures.add(
            "random kills",
            rounds=ROUNDS,
            **dict(sorted(load.tally.items())),
            visitors=len(load.talks),
            seconds=round(time.monotonic() - began),
            slowest_restart=milliseconds(max(restarts)),
        )
        expect(home.database, {t.visitor.conversation_id: t.expected for t in load.talks})
        assert load.wrong == []
        http = Http(url)
        for talk in load.talks:
            assert_visitor_has_it_once(http, talk)
        http.close()
        gateway.stop()
        assert gateway.end() == 0


def assert_visitor_has_it_once(http: Http, talk: Talk) -> None:
    """Fetched at once or piece by piece over all the kills, a visitor sees every line once."""
    visitor = talk.visitor
    whole = Visitor(http, visitor.token, visitor.conversation_id).everything()
    ours = [(line["seq"], line["client_id"], line["text"]) for line in whole if "client_id" in line]
    theirs = [(line["seq"], line["text"]) for line in whole if line["from"] == "agent"]
    assert ours == talk.expected.customer
    assert theirs == [(seq, text) for seq, _, text in talk.answers]
    assert len(whole) == len(ours) + len(theirs)
    assert visitor.fetched == whole[: len(visitor.fetched)]
