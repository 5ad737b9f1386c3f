"""The gateway dies by ``kill -9`` at every point of the bridge: in, what connectors post is there
once; out, an answer reaches the platform once or stands as a question to the agent."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.answers import Answer
from support.connector import connect
from support.connector_thread import ConnectorThread
from support.contents import png
from support.crash_gateway import Plan
from support.figures import Figures
from support.forked_gateway import KILLED, ForkedGateway
from support.homes import Home, found_home
from support.moments import Moment, of_transaction
from support.stores import WAIT_S
from support.waiting import eventually

from zuiqing_desk.services import conversations, outbox
from zuiqing_desk.services.bridge import intake
from zuiqing_desk.store import Tx, open_store

CHAT = "chat-1"
ASKED = "这款1983还有货吗"
ANSWERED = "有的,今天付款今天发出"

LINE_IN = "SELECT 1 FROM line WHERE author = 'customer'"
RECEIVING = [
    Moment("bridge.received"),
    *of_transaction(LINE_IN),
    Moment("bridge.before-tell", stored=True),
    Moment("bridge.told", stored=True, told=True),
]
COMING_IN = ("open", "os.rename")
PICTURE = [
    *[Moment(point) for point in COMING_IN],
    *of_transaction("SELECT 1 FROM line_media WHERE state = 'here'"),
    Moment("bridge.before-tell", stored=True),
]

CLAIMED = "SELECT 1 FROM outbox WHERE state = 'sending'"
SETTLED = "SELECT 1 FROM outbox WHERE state = 'done'"
BEFORE = [one for one in of_transaction(CLAIMED) if not one.stored]
HALF_SENT = [
    *[one for one in of_transaction(CLAIMED) if one.stored],
    Moment("pump.claimed"),
    Moment("bridge.before-post"),
    Moment("bridge.answered", told=True),
    Moment("pump.sent", told=True),
    *[Moment(one.point, SETTLED, told=True) for one in of_transaction(SETTLED) if not one.stored],
]
AFTER = [*[one for one in of_transaction(SETTLED) if one.stored], Moment("pump.marked")]

TELLING_CLAIMED = "SELECT 1 FROM bridge_event WHERE state = 'sending'"
TELLING_SETTLED = "SELECT 1 FROM bridge_event WHERE state = 'done'"
TELLING = [
    *of_transaction(TELLING_CLAIMED),
    Moment("bridge.before-tell-out"),
    *of_transaction(TELLING_SETTLED),
    Moment("bridge.told-out"),
]


@pytest.fixture
def platform() -> Iterator[ConnectorThread]:
    with ConnectorThread() as connector:
        yield connector


@pytest.fixture
def home(tmp_path: Path, platform: ConnectorThread) -> Home:
    """A shop that the platform is connected to."""
    home = found_home(tmp_path)
    with open_store(home.database) as store:
        store.write(lambda tx: connect(tx, platform.url)).result(WAIT_S)
    return home


def plan(home: Home, moment: Moment | None = None) -> Plan:
    if moment is None:
        return Plan(str(home.path))
    return Plan(str(home.path), point=moment.point, when=moment.when)


def message(content: dict[str, Any], its_id: str = "m1") -> dict[str, Any]:
    return {
        "conversation": CHAT,
        "customer": {"name": "tb_甲**"},
        "message": {"id": its_id, "content": content},
    }


def rows(home: Home, sql: str) -> list[Any]:
    with closing(sqlite3.connect(home.database)) as connection:
        return connection.execute(sql).fetchall()


def whole(home: Home) -> None:
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]
    assert rows(home, "PRAGMA foreign_key_check") == []


def ask(home: Home, *, end: bool = False) -> Answer:
    """The platform's customer has asked and the agent has answered; it waits in the outbox.

    With ``end`` nothing was answered: the question was set aside and the conversation ended.
    """

    def fill(tx: Tx) -> Answer:
        account_id = tx.value("SELECT account_id FROM bridge_account")
        received = intake.message(
            tx, account_id, conversation=CHAT, name="tb_甲**", message_id="m1", text=ASKED
        )
        answer = Answer(received.conversation_id, home.staff_ids[0], ANSWERED, "answer-1")
        answer.give(tx)
        if end:
            tx.run("UPDATE outbox SET state = 'done', done_at = :now", now=tx.now)
            conversations.close(tx, received.conversation_id, answer.staff_id)
        return answer

    with open_store(home.database) as store:
        return store.write(fill).result(WAIT_S)


def decide(home: Home, *, retry: bool) -> None:
    """The agent looks at the platform, and says what became of the answer that stands in doubt."""

    def unit(tx: Tx) -> None:
        stuck = outbox.stuck(tx, 1)
        assert stuck is not None
        assert stuck.state == "asking"
        if retry:
            outbox.retry(tx, stuck.outbox_id, home.staff_ids[0])
        else:
            outbox.settle_by_hand(tx, stuck.outbox_id, home.staff_ids[0], arrived=True)

    with open_store(home.database) as store:
        store.write(unit).result(WAIT_S)


def outbox_state(home: Home) -> str:
    [(state,)] = rows(home, "SELECT state FROM outbox")
    return str(state)


@pytest.mark.parametrize("moment", RECEIVING, ids=str)
def test_what_a_connector_posts_survives_a_kill_at(
    moment: Moment,
    gateway: ForkedGateway,
    home: Home,
    platform: ConnectorThread,
    figures: Figures,
) -> None:
    gateway.start(plan(home, moment))
    desk = gateway.hear("connectors")
    words = message({"type": "text", "text": ASKED})
    told = platform.tell(desk, "message.created", "w1", words, "1")
    assert gateway.end() == KILLED, "the point was never reached"
    assert (told is not None) == moment.told

    gateway.start(plan(home))
    desk = gateway.hear("connectors")
    hello = platform.tell(desk, "connector.hello", "h1", {})
    assert hello is not None
    assert hello["cursor"] == ("1" if moment.stored else "")
    again = platform.tell(desk, "message.created", "w1", words, "1")
    assert again is not None
    assert (again["seq"], again["duplicate"]) == (1, moment.stored)
    more = message({"type": "text", "text": "在吗"}, "m2")
    later = platform.tell(desk, "message.created", "w2", more, "2")
    assert later is not None
    assert (later["seq"], later["duplicate"]) == (2, False)
    gateway.stop()
    assert gateway.end() == 0
    assert rows(home, "SELECT seq, text FROM line ORDER BY id") == [(1, ASKED), (2, "在吗")]
    assert rows(home, "SELECT webhook_id FROM bridge_seen WHERE webhook_id LIKE 'w%'") == [
        ("w1",),
        ("w2",),
    ]
    whole(home)
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", PICTURE, ids=str)
def test_a_picture_is_kept_once_whatever_it_is_killed_at(
    moment: Moment,
    gateway: ForkedGateway,
    home: Home,
    platform: ConnectorThread,
    figures: Figures,
) -> None:
    content = base64.b64encode(png(64, 48)).decode()
    words = message({"type": "picture", "name": "碎瓶.png", "data": content})
    gateway.start(plan(home, moment))
    told = platform.tell(gateway.hear("connectors"), "message.created", "w1", words)
    assert gateway.end() == KILLED, "the point was never reached"
    assert told is None
    # A half-written file has no name that anybody would take for a whole one.
    kept = [path.name for path in (home.path / "files").glob("??/*")]
    assert len(kept) == (0 if moment.point in COMING_IN else 1)

    gateway.start(plan(home))
    again = platform.tell(gateway.hear("connectors"), "message.created", "w1", words)
    assert again is not None
    assert (again["seq"], again["duplicate"]) == (1, moment.stored)
    gateway.stop()
    assert gateway.end() == 0
    [(sha256, kind, size)] = rows(home, "SELECT sha256, kind, bytes FROM media")
    assert [path.name for path in (home.path / "files").glob("??/*")] == [f"{sha256}.{kind}"]
    assert size == len(png(64, 48))
    assert list((home.path / "files").glob("*.part")) == []
    assert rows(home, "SELECT line_id, state FROM line_media") == [(1, "here")]
    whole(home)
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", [*BEFORE, *AFTER], ids=str)
def test_an_answer_that_was_not_begun_or_was_settled_goes_out_once(
    moment: Moment,
    gateway: ForkedGateway,
    home: Home,
    platform: ConnectorThread,
    figures: Figures,
) -> None:
    ask(home)
    gateway.start(plan(home, moment))
    assert gateway.end() == KILLED, "the point was never reached"

    gateway.start(plan(home))
    gateway.url()
    eventually(lambda: outbox_state(home) == "done")
    gateway.stop()
    assert gateway.end() == 0
    assert [one.text for one in platform.came()] == [ANSWERED]
    whole(home)
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", HALF_SENT, ids=str)
def test_a_half_sent_answer_stands_as_a_question_and_is_never_doubled(
    moment: Moment,
    gateway: ForkedGateway,
    home: Home,
    platform: ConnectorThread,
    figures: Figures,
) -> None:
    ask(home)
    gateway.start(plan(home, moment))
    assert gateway.end() == KILLED, "the point was never reached"
    assert len(platform.came()) == (1 if moment.told else 0)

    gateway.start(plan(home))
    gateway.url()
    eventually(lambda: outbox_state(home) == "asking")
    assert len(platform.came()) == (1 if moment.told else 0)
    decide(home, retry=not moment.told)
    eventually(lambda: outbox_state(home) == "done")
    gateway.stop()
    assert gateway.end() == 0
    assert [one.text for one in platform.came()] == [ANSWERED]
    whole(home)
    figures.count("crash points", "hit_and_survived")


def test_an_answer_that_was_posted_and_not_answered_is_cleared_up_by_the_platform(
    gateway: ForkedGateway, home: Home, platform: ConnectorThread, figures: Figures
) -> None:
    ask(home)
    platform.holds_its_answers(True)
    gateway.start(plan(home))
    has = platform.hears()
    gateway.kill()
    assert gateway.end() == KILLED

    platform.holds_its_answers(False)
    gateway.start(plan(home))
    desk = gateway.hear("connectors")
    eventually(lambda: outbox_state(home) == "asking")
    word = {"conversation": CHAT, "client_id": has.client_id}
    assert platform.tell(desk, "message.accepted", "a1", word)
    assert outbox_state(home) == "done"
    gateway.stop()
    assert gateway.end() == 0
    assert [one.text for one in platform.came()] == [ANSWERED]
    whole(home)
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", TELLING, ids=str)
def test_the_end_of_a_conversation_is_told_whatever_it_is_killed_at(
    moment: Moment,
    gateway: ForkedGateway,
    home: Home,
    platform: ConnectorThread,
    figures: Figures,
) -> None:
    ask(home, end=True)
    gateway.start(plan(home, moment))
    assert gateway.end() == KILLED, "the point was never reached"

    gateway.start(plan(home))
    gateway.url()
    settled = [("done", "")]
    eventually(lambda: rows(home, "SELECT state, reason FROM bridge_event") == settled)
    gateway.stop()
    assert gateway.end() == 0
    # To be told twice of an end does no harm; under the same id, whoever keeps ids hears it once.
    assert {one.webhook_id for one in platform.came("conversation.closed")} == {
        platform.hears("conversation.closed").webhook_id
    }
    assert {one.conversation for one in platform.came("conversation.closed")} == {CHAT}
    whole(home)
    figures.count("crash points", "hit_and_survived")
