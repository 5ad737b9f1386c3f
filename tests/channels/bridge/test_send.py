"""Answers on their way to a connector that behaves in every way a connector can."""

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook, WebhookVerificationError
from support.bridge import OTHER, SECRET, add
from support.raw_connector import answers, hangs_up, keeps_still, raw_connector, says

from zuiqing_desk.channels.base import Accepted, Outcome, Outgoing, Rejected, Retry, Unknown
from zuiqing_desk.channels.bridge import channel as bridge_channel
from zuiqing_desk.channels.bridge.answers import LONGEST_S, outcome, pause, repeated
from zuiqing_desk.channels.bridge.channel import Bridge
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.bridge.post import Answered, Barred, Cut, NotSent, Poster, at_home
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.engine import Store, open_store

PATIENCE_S = 60.0
"""How long a connector may keep still here, where nobody is to find out what happens then."""

HERE = Path(bridge_channel.__file__).parent


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with open_store(home / "desk.db") as store:
        yield store


class Desk:
    """The way out alone: nothing listens."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.bridge = Bridge(store, BridgeConfig(store.path.parent), answer_s=PATIENCE_S)
        self.account = 0

    async def connects(self, url: str) -> None:
        added = await asyncio.wrap_future(self.store.write(lambda tx: add(tx, url=url)))
        self.account = added.account_id

    async def sends(self, attempts: int = 1) -> Outcome:
        outgoing = Outgoing(
            outbox_id=7,
            conversation_id=1,
            external_id="c-1",
            seq=3,
            client_id="answer-1",
            text="有的亲",
            account_id=self.account,
            attempts=attempts,
            at=1_772_413_200_000_000,
        )
        return await self.bridge.send(outgoing)


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    desk = Desk(store)
    yield desk
    await desk.bridge.close()


async def test_what_is_posted_is_signed_and_as_the_schema_says(desk: Desk) -> None:
    async with raw_connector(answers(200, b'{"remote_id": "p-9"}')) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == Accepted("p-9")
    [came] = connector.came
    assert came.line == "POST /hook HTTP/1.1"
    told = Webhook(SECRET).verify(came.body, came.headers)
    schema = json.loads((HERE / "schemas/v1/out/message.send.json").read_bytes())
    Draft202012Validator(schema).validate(told)
    assert told["at"] == "2026-03-02T01:00:00+00:00"
    assert told["data"] == {
        "conversation": "c-1",
        "client_id": "answer-1",
        "text": "有的亲",
        "seq": 3,
    }
    assert came.headers["webhook-id"].startswith("desk_msg_7_")
    assert came.headers["content-type"] == "application/json"


async def test_a_retry_is_the_same_webhook(desk: Desk) -> None:
    async with raw_connector(answers(503)) as connector:
        await desk.connects(connector.url)
        await desk.sends()
        await desk.sends(attempts=2)
    one, other = connector.came
    assert one.body == other.body
    assert one.headers["webhook-id"] == other.headers["webhook-id"]


async def test_while_a_secret_is_replaced_both_sign(desk: Desk) -> None:
    async with raw_connector(answers(200)) as connector:
        await desk.connects(connector.url)
        await asyncio.wrap_future(
            desk.store.write(lambda tx: accounts.rotate(tx, "taobao-1", OTHER))
        )
        assert await desk.sends() == Accepted("")
    [came] = connector.came
    assert len(came.headers["webhook-signature"].split()) == 2
    for secret in (SECRET, OTHER):
        Webhook(secret).verify(came.body, came.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 44).verify(came.body, came.headers)


SAID: dict[str, tuple[int, bytes, Outcome]] = {
    "taken": (200, b"", Accepted("")),
    "no content": (204, b"", Accepted("")),
    "taken, no json": (200, b"no json", Accepted("")),
    "taken, a list": (200, b'["remote_id"]', Accepted("")),
    "a figure for an id": (200, b'{"remote_id": 12}', Accepted("12")),
    "no id": (200, b'{"remote_id": true}', Accepted("")),
    "a long id": (200, b'{"remote_id": "' + b"x" * 500 + b'"}', Accepted("x" * 128)),
    "nested": (200, b"[" * 60_000, Accepted("")),
    "too long": (200, b'{"remote_id": "' + b"x" * 70_000 + b'"}', Accepted("")),
    "had it before": (409, b'{"remote_id": "p-1"}', Accepted("p-1")),
    "a conflict": (409, b"{}", Rejected("http_409", "连接器拒绝了（409）")),
    "refused": (
        422,
        '{"error": "含敏感词\\u001b[2J"}'.encode(),
        Rejected("http_422", "含敏感词[2J"),
    ),
    "a long reason": (400, b'{"error": "' + b"y" * 300 + b'"}', Rejected("http_400", "y" * 100)),
    "no reason": (404, b'{"error": 5}', Rejected("http_404", "连接器拒绝了（404）")),
    "wrong secret": (
        401,
        b"",
        Rejected("http_401", "连接器不认签名（401）：密钥不对，或两边的时钟差太多"),
    ),
    "moved": (302, b"", Rejected("http_302", "连接器要转到别的地址（302），没有跟随")),
    "broken": (500, b'{"remote_id": "p-1"}', Unknown("连接器出错了（500）")),
    "a proxy's": (502, b"", Unknown("连接器出错了（502）")),
}


@pytest.mark.parametrize("said", SAID)
async def test_the_answer_decides(desk: Desk, said: str) -> None:
    status, body, expected = SAID[said]
    async with raw_connector(answers(status, body)) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == expected


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_connector_is_asked_again_when_it_says(desk: Desk, status: int) -> None:
    async with raw_connector(answers(status, b"", "Retry-After: 17")) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == Retry(17.0, f"连接器请稍后再来（{status}）")


@pytest.mark.parametrize(
    "said",
    [
        "-5",
        "0",
        "1e9",
        "999999999",
        "soon",
        "²",
        "Mon, 99 Foo 2026 00:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        format_datetime(datetime.now(UTC) + timedelta(days=9)),
    ],
)
def test_nobody_is_asked_to_wait_beyond_reason(said: str) -> None:
    found = outcome(Answered(503, b"", said), 1)
    assert isinstance(found, Retry)
    assert 0.5 <= found.after_s <= LONGEST_S


async def test_nothing_is_followed(desk: Desk) -> None:
    async with raw_connector(answers(200, b'{"remote_id": "x"}')) as elsewhere:
        there = answers(307, b"", f"Location: {elsewhere.url}")
        async with raw_connector(there) as connector:
            await desk.connects(connector.url)
            assert isinstance(await desk.sends(), Rejected)
    assert elsewhere.connections == 0


async def test_a_connector_that_never_answers_may_have_it(desk: Desk) -> None:
    async with raw_connector(keeps_still) as connector:
        await desk.connects(connector.url)
        # On a busy machine the shortest may be over before anything has left.
        for answer_s in (0.1, 1.0, 10.0):
            await desk.bridge._poster.close()
            desk.bridge._poster = Poster(answer_s)
            became = await desk.sends()
            if connector.came:
                break
        assert became == Unknown("连接器收到后没有回答")


async def test_a_connector_that_hangs_up_may_have_it(desk: Desk) -> None:
    async with raw_connector(hangs_up) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == Unknown("连接器收到一半断开了")


@pytest.mark.parametrize(
    "raw",
    [b"SSH-2.0-OpenSSH\r\n", b"\x16\x03\x01\x00\xff" * 9, b"HTTP/1.1 abc\r\n\r\n", b"\n" * 9_000],
    ids=["another protocol", "tls", "no status", "newlines"],
)
async def test_what_is_no_http_says_nothing(desk: Desk, raw: bytes) -> None:
    async with raw_connector(says(raw)) as connector:
        await desk.connects(connector.url)
        assert isinstance(await desk.sends(), Unknown)


async def test_a_status_counts_though_the_rest_of_the_answer_is_cut(desk: Desk) -> None:
    cut = says(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
    async with raw_connector(cut) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == Accepted("")


async def test_a_packed_answer_is_not_unpacked(desk: Desk) -> None:
    packed = answers(200, b'{"remote_id": "p"}', "Content-Encoding: gzip")
    async with raw_connector(packed) as connector:
        await desk.connects(connector.url)
        assert await desk.sends() == Accepted("")


async def test_where_nobody_listens_it_is_tried_again(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    await desk.connects(f"http://127.0.0.1:{port}/")
    found = await desk.sends(attempts=3)
    assert isinstance(found, Retry)
    assert found.reason == "连不上连接器"
    assert 4.0 <= found.after_s <= 8.0


async def test_a_name_nobody_knows_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*about: object, **how: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    await desk.connects("https://connector.invalid/")
    found = await desk.sends()
    assert isinstance(found, Retry)
    assert found.reason == "找不到连接器的主机名"


async def test_a_certificate_nobody_vouches_for_gets_nothing(desk: Desk, tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(_certificate(tmp_path))
    async with raw_connector(answers(200), tls=tls) as connector:
        await desk.connects(connector.url)
        found = await desk.sends()
    assert isinstance(found, Retry)
    assert found.reason == "连接器的证书或加密不对"
    assert connector.came == []


def _certificate(folder: Path) -> Path:
    """A certificate signed by nobody else, with its key."""
    openssl = shutil.which("openssl")
    assert openssl is not None
    file = folder / "own.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(file), "-out", str(folder / "cert.pem")]
    subprocess.run(
        [openssl, "req", "-x509", *kind, *subject, *files], check=True, capture_output=True
    )
    file.write_bytes(file.read_bytes() + (folder / "cert.pem").read_bytes())
    return file


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1.example/",
        "http://8.8.8.8/",
        "http://８.８.８.８/",
        "http://[2001:4860:4860::8888]/",
    ],
)
async def test_nothing_leaves_the_house_in_the_clear(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolves(*about: object, **how: object) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolves)
    await desk.connects(url)
    found = await desk.sends()
    assert found == Rejected("barred", "连接器在这个局域网外，地址要用 https://")


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("127.0.0.1", True),
        ("192.168.1.9", True),
        ("10.0.0.1", True),
        ("::1", True),
        ("fd00::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:192.168.1.9", True),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("2001:4860:4860::8888", False),
    ],
)
def test_which_addresses_are_of_this_house(address: str, ours: bool) -> None:
    assert at_home(address) is ours


async def test_no_proxy_of_the_environment_is_used(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        raw_connector(answers(200)) as connector,
        raw_connector(answers(200)) as proxy,
    ):
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        await desk.connects(connector.url)
        assert await desk.sends() == Accepted("")
    assert proxy.connections == 0


async def test_without_an_address_the_agent_is_told(desk: Desk) -> None:
    await desk.connects("")
    found = await desk.sends()
    assert isinstance(found, Rejected)
    assert "没有设置连接器地址" in found.reason


async def test_a_removed_account_gets_nothing(desk: Desk) -> None:
    async with raw_connector(answers(200)) as connector:
        await desk.connects(connector.url)
        await asyncio.wrap_future(desk.store.write(lambda tx: accounts.remove(tx, "taobao-1")))
        assert await desk.sends() == Rejected("removed", accounts.REMOVED)
    assert connector.connections == 0


async def test_closing_cuts_what_is_under_way(desk: Desk) -> None:
    async with raw_connector(keeps_still) as connector:
        await desk.connects(connector.url)
        sending = asyncio.create_task(desk.sends())
        await connector.arrived.wait()
        await desk.bridge.close()
        assert isinstance(await sending, Unknown)


def test_the_pause_doubles_with_jitter_up_to_five_minutes() -> None:
    for attempts, longest in ((1, 2.0), (4, 16.0), (8, 256.0), (9, 300.0), (10**6, 300.0)):
        drawn = [pause(attempts) for _ in range(50)]
        assert all(longest / 2 <= one <= longest for one in drawn)
        assert len(set(drawn)) > 1


BODIES = st.binary(max_size=60) | st.dictionaries(
    st.sampled_from(["remote_id", "error", "x"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([]),
).map(lambda told: json.dumps(told).encode())


@settings(max_examples=150, deadline=None)
@given(st.integers(100, 999), BODIES, st.text(max_size=20))
def test_every_answer_means_something(status: int, body: bytes, wait: str) -> None:
    found = outcome(Answered(status, body, wait), 1)
    if isinstance(found, Accepted):
        assert status // 100 == 2 or status == 409
    else:
        assert status // 100 != 2
        assert found.reason
    assert not isinstance(repeated(Answered(status, body, wait), 1), Unknown)


def test_where_a_repeat_is_harmless_what_is_unknown_is_tried_again() -> None:
    for posted in (Cut("断了"), NotSent("连不上"), Answered(500), Answered(503)):
        assert isinstance(repeated(posted, 1), Retry)
    assert repeated(Answered(409), 1) == Accepted("")
    assert isinstance(repeated(Answered(422), 1), Rejected)
    assert isinstance(repeated(Barred("不行"), 1), Rejected)
