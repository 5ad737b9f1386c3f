"""The gateway dies by ``kill -9`` at every point between receiving, committing, telling, sending
and marking; the next one has everything that was acknowledged, once."""

import contextlib
import http.client
import json
import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from support.answers import Answer
from support.audit import Expected, expect
from support.contents import png
from support.crash_gateway import Plan
from support.figures import Figures
from support.forked_gateway import KILLED, ForkedGateway
from support.homes import Home, found_home
from support.moments import Moment, of_transaction
from support.stores import WAIT_S
from support.visitor import ANSWER_S, Http, Torn, Visitor

from zuiqing_desk.channels.webchat.tokens import hash_token
from zuiqing_desk.services import drafts, inbound, outbox, visitors
from zuiqing_desk.store import Tx, open_store

ASKED = "这款1983还有货吗"
ANSWERED = "有的,今天付款今天发出"
TOKEN = "a-token-of-this-test"


RECEIVING = [
    Moment("chat.received"),
    *of_transaction("SELECT 1 FROM line WHERE author = 'customer'"),
    Moment("chat.before-tell", stored=True),
    Moment("chat.told", stored=True, told=True),
]
FILE = [
    Moment("open"),
    Moment("chat.part-written"),
    Moment("os.rename"),
    Moment("chat.file-kept"),
    *of_transaction("SELECT 1 FROM line_media WHERE state = 'here'"),
    Moment("chat.before-tell", stored=True),
    Moment("chat.told", stored=True, told=True),
]
ANSWERING = of_transaction("SELECT 1 FROM line WHERE author = 'agent'")
SENDING = [
    *of_transaction("SELECT 1 FROM outbox WHERE state = 'sending'", stored_before=True),
    Moment("pump.claimed", stored=True),
    Moment("chat.before-hint", stored=True),
    Moment("chat.after-hint", stored=True),
    Moment("pump.sent", stored=True),
    *of_transaction("SELECT 1 FROM outbox WHERE state = 'done'", stored_before=True),
    Moment("pump.marked", stored=True),
]
RECOVERING = of_transaction("SELECT 1 FROM outbox WHERE state = 'pending'", stored_before=True)


def plan(home: Home, moment: Moment | None = None, answer: Answer | None = None) -> Plan:
    """A gateway on this home; it dies at ``moment``."""
    if moment is None:
        return Plan(str(home.path), answer=answer)
    return Plan(str(home.path), point=moment.point, when=moment.when, answer=answer)


def ask(home: Home, *, half_sent: bool = False) -> Answer:
    """The only customer has asked and the agent's answer is half-written; what it will be.

    ``half_sent``: it was given, and a gateway that is gone had begun to send it.
    """

    def fill(tx: Tx) -> Answer:
        _, conversation_id = visitors.create(
            tx, account_id=home.account_id, name=None, token_hash=hash_token(TOKEN)
        )
        inbound.receive_text(
            tx,
            conversation_id=conversation_id,
            remote_id=visitors.remote_id(conversation_id, "line-1"),
            text=ASKED,
        )
        answer = Answer(conversation_id, home.staff_ids[0], ANSWERED, "answer-1")
        drafts.save(tx, answer.staff_id, conversation_id, ANSWERED[:4], 4)
        if half_sent:
            answer.give(tx)
            assert outbox.claim(tx, "webchat")
        return answer

    with open_store(home.database) as store:
        return store.write(fill).result(WAIT_S)


@pytest.mark.parametrize("moment", RECEIVING, ids=str)
def test_a_line_of_a_customer_survives_a_kill_at(
    moment: Moment, gateway: ForkedGateway, tmp_path: Path, figures: Figures
) -> None:
    home = found_home(tmp_path)
    told = []
    gateway.start(plan(home, moment))
    visitor = Visitor.come(Http(gateway.url()))
    with contextlib.suppress(Torn):
        told.append(visitor.say("line-1", ASKED))
    assert gateway.end() == KILLED, "the point was never reached"
    assert [line.seq for line in told] == ([1] if moment.told else [])

    gateway.start(plan(home))
    visitor.http.move(gateway.url())
    again = visitor.say("line-1", ASKED)
    assert (again.status, again.seq) == (200 if moment.stored else 201, 1)
    assert [line.at for line in told] in ([], [again.at])
    assert visitor.say("line-2", "在吗").seq == 2
    visitor.fetch()
    assert [(line["seq"], line["client_id"]) for line in visitor.fetched] == [
        (1, "line-1"),
        (2, "line-2"),
    ]
    visitor.http.close()
    gateway.stop()
    assert gateway.end() == 0
    expected = Expected(customer=[(1, "line-1", ASKED), (2, "line-2", "在吗")])
    expect(home.database, {visitor.conversation_id: expected})
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", FILE, ids=str)
def test_a_file_of_a_visitor_is_kept_once_whatever_it_is_killed_at(
    moment: Moment, gateway: ForkedGateway, tmp_path: Path, figures: Figures
) -> None:
    home = found_home(tmp_path)
    gateway.start(plan(home, moment))
    url = gateway.url()
    visitor = Visitor.come(Http(url))
    visitor.http.close()
    assert sent(url, visitor.token) == ((201, 1) if moment.told else None)
    assert gateway.end() == KILLED, "the point was never reached"

    gateway.start(plan(home))
    assert sent(gateway.url(), visitor.token) == (200 if moment.stored else 201, 1)
    gateway.stop()
    assert gateway.end() == 0
    with closing(sqlite3.connect(home.database)) as connection:
        [(sha256, kind, seq)] = connection.execute(
            "SELECT m.sha256, m.kind, l.seq FROM line_media f JOIN media m ON m.id = f.media_id"
            " JOIN line l ON l.id = f.line_id WHERE f.state = 'here'"
        ).fetchall()
        assert seq == 1
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    kept = [path.name for path in (home.path / "files").rglob("*") if path.is_file()]
    assert kept == [f"{sha256}.{kind}"]
    figures.count("crash points", "hit_and_survived")


def sent(url: str, token: str) -> tuple[int, int] | None:
    """What is told of a picture that the visitor sends; None if the connection broke."""
    request = urllib.request.Request(
        f"{url}/api/v1/files?client_id=file-1&name=a.png",
        data=png(64, 48),
        headers={"Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_S) as response:
            return response.status, json.load(response)["seq"]
    except (http.client.HTTPException, OSError):
        return None


@pytest.mark.parametrize("moment", [*ANSWERING, *SENDING], ids=str)
def test_an_answer_goes_out_once_whatever_it_is_killed_at(
    moment: Moment, gateway: ForkedGateway, tmp_path: Path, figures: Figures
) -> None:
    home = found_home(tmp_path)
    answer = ask(home)
    gateway.start(plan(home, moment, answer))
    assert gateway.end() == KILLED, "the point was never reached"

    # The agent sends the same answer again, from the draft if that is all that is left.
    gateway.start(plan(home, answer=answer))
    url = gateway.url()
    seq, duplicate, draft = gateway.hear("answered").split()
    assert (seq, duplicate, draft) == ("2", str(moment.stored), str(not moment.stored))
    expect_the_answer_once(home, answer, url)
    gateway.stop()
    assert gateway.end() == 0
    figures.count("crash points", "hit_and_survived")


@pytest.mark.parametrize("moment", RECOVERING, ids=str)
def test_a_gateway_killed_while_it_takes_up_what_the_last_one_left(
    moment: Moment, gateway: ForkedGateway, tmp_path: Path, figures: Figures
) -> None:
    home = found_home(tmp_path)
    answer = ask(home, half_sent=True)
    gateway.start(plan(home, moment))
    assert gateway.end() == KILLED, "the point was never reached"

    gateway.start(plan(home))
    expect_the_answer_once(home, answer, gateway.url())
    gateway.stop()
    assert gateway.end() == 0
    figures.count("crash points", "hit_and_survived")


def expect_the_answer_once(home: Home, answer: Answer, url: str) -> None:
    """The visitor has one question and one answer; the store agrees, and nothing is left to do."""
    visitor = Visitor(Http(url), TOKEN, answer.conversation_id)
    assert [(line["seq"], line["from"], line["text"]) for line in visitor.everything()] == [
        (1, "customer", ASKED),
        (2, "agent", ANSWERED),
    ]
    visitor.http.close()
    expected = Expected(customer=[(1, "line-1", ASKED)], agent=[(2, "answer-1", ANSWERED)])
    expect(home.database, {answer.conversation_id: expected})
