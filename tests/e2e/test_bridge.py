"""The example connector and the real gateway, two accounts of one platform; both are killed."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.child import Child
from support.command import program
from support.gateway_program import GatewayProgram
from support.homes import Home, found_home
from support.waiting import eventually

from zuiqing_desk.services import conversations, outbound
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Row


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = found_home(tmp_path / "home")
    settings = f"[bridge]\nport = {free_port()}\n"
    (home.path / "settings.toml").write_text(settings, encoding="utf-8")
    return home


def free_port() -> int:
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Platform:
    """A platform's account and its connector, which is a process of its own."""

    def __init__(self, home: Home, slug: str, folder: Path) -> None:
        self.slug, self.port, self.log = slug, free_port(), folder / f"{slug}.jsonl"
        words = ("--name", f"淘宝 {slug}", "--platform", "taobao", "--slug", slug, "--json")
        url = f"http://127.0.0.1:{self.port}/hook"
        ran = program(home.path, "bridge", "add", *words, "--url", url)
        assert ran.code == 0, ran.err
        self._desk, self._secret = ran.data["post_to"], ran.data["secret"]
        self._said: list[str] = []

    @contextlib.contextmanager
    def connector(self) -> Iterator[Child]:
        """A connector that is given everything the platform ever had."""
        with Child(
            *("support.example_connector", "--desk", self._desk, "--secret", self._secret),
            *("--port", self.port, "--log", self.log),
        ) as child:
            for line in self._said:
                child.say(line)
            yield child

    def says(self, child: Child, line: str) -> None:
        self._said.append(line)
        child.say(line)

    def noted(self, what: str) -> list[dict[str, Any]]:
        """What the connector has noted: ``got`` of the desk, or ``sent`` to it."""
        if not self.log.exists():
            return []
        notes = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [note for note in notes if what in note]


def lines(store: Store) -> list[Row]:
    """(account, conversation, seq, text) of every customer's line."""
    return store.read(
        lambda tx: tx.all(
            "SELECT b.slug, c.external_id, l.seq, l.text FROM line l"
            " JOIN conversation c ON c.id = l.conversation_id"
            " JOIN bridge_account b ON b.account_id = c.account_id"
            " WHERE l.author = 'customer' ORDER BY b.slug, c.id, l.seq"
        )
    ).result()


def answers(store: Store) -> list[Row]:
    """(text, status, arrived) of every answer."""
    return store.read(
        lambda tx: tx.all(
            "SELECT l.text, l.status, c.delivered_seq >= l.seq FROM line l"
            " JOIN conversation c ON c.id = l.conversation_id WHERE l.author = 'agent'"
        )
    ).result()


def test_a_shop_with_two_accounts_of_one_platform(home: Home, tmp_path: Path) -> None:
    def answer(conversation_id: int, text: str) -> None:
        store.write(
            lambda tx: outbound.reply(
                tx,
                conversation_id=conversation_id,
                staff_id=home.staff_ids[0],
                text=text,
                client_id=f"answer-{conversation_id}",
            )
        ).result()

    with open_store(home.database) as store, contextlib.ExitStack() as running:
        gateway = running.enter_context(GatewayProgram(home, tmp_path / "gateway.log"))
        gateway.url()
        # Connected while the gateway runs.
        one, two = (Platform(home, slug, tmp_path) for slug in ("taobao-1", "taobao-2"))
        with one.connector() as first, two.connector() as second:
            one.says(first, "tb88 这酒还有吗？")
            two.says(second, "tb88 什么时候发货")
            expected = [
                ("taobao-1", "tb88", 1, "这酒还有吗？"),
                ("taobao-2", "tb88", 1, "什么时候发货"),
            ]
            eventually(lambda: lines(store) == expected)

            by_slug = {slug: number for number, slug in enumerate(slugs(store), 1)}
            answer(by_slug["taobao-1"], "还有")
            eventually(lambda: len(one.noted("got")) == 1)
            (got,) = one.noted("got")
            assert got["got"].startswith("desk_")
            assert (got["type"], got["data"]["conversation"]) == ("message.send", "tb88")
            assert got["data"]["text"] == "还有"
            eventually(lambda: answers(store) == [("还有", "sent", 0)])
            receipt = {"conversation": "tb88", "client_id": got["data"]["client_id"]}
            one.says(first, json.dumps({"type": "message.delivered", "data": receipt}))
            eventually(lambda: answers(store) == [("还有", "sent", 1)])
            assert two.noted("got") == [], "the other account hears nothing of it"

            # What customers write while nobody listens comes when somebody does.
            gateway.kill()
            one.says(first, "tb88 在吗")
            one.says(first, "tb99 我也想问问")
        again = running.enter_context(GatewayProgram(home, tmp_path / "again.log"))
        again.url()
        # The connector was killed too; it is given all of it once more and goes on where it was.
        with one.connector() as first, two.connector():
            expected[1:1] = [("taobao-1", "tb88", 3, "在吗"), ("taobao-1", "tb99", 1, "我也想问问")]
            eventually(lambda: lines(store) == expected)
            answer(by_slug["taobao-2"], "今天就发")
            eventually(lambda: len(two.noted("got")) == 1)
            eventually(lambda: answers(store)[1:] == [("今天就发", "sent", 0)])
            store.write(
                lambda tx: conversations.close(tx, by_slug["taobao-2"], home.staff_ids[0])
            ).result()
            eventually(lambda: two.noted("got")[1:] != [])
            assert two.noted("got")[1]["data"] == {"conversation": "tb88"}

            assert program(home.path, "bridge", "remove", "taobao-1", "--yes").code == 0
            one.says(first, "tb88 还在吗")
            eventually(lambda: [note["status"] for note in one.noted("sent")][-1] == 401)
        assert lines(store) == expected


def slugs(store: Store) -> list[str]:
    """The accounts in the order of their conversations."""
    return [
        slug
        for (slug,) in store.read(
            lambda tx: tx.all(
                "SELECT b.slug FROM conversation c"
                " JOIN bridge_account b ON b.account_id = c.account_id ORDER BY c.id"
            )
        ).result()
    ]
