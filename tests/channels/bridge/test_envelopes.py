"""What a webhook must hold; refusals say where it is wrong and nothing of what it holds."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.bridge import BridgeShop, created, envelope, signed
from support.figures import Figures

from zuiqing_desk.channels.bridge import envelopes, handlers
from zuiqing_desk.channels.bridge.intake import WORDED
from zuiqing_desk.channels.bridge.refusals import REFUSALS, Refusal

SECRETIVE = "13800138000"


def _said(**fields: Any) -> dict[str, Any]:
    return {"type": "typing", "version": 1, "at": "2026-11-20T16:20:00+08:00", **fields}


@pytest.mark.parametrize(
    ("said", "code", "pointer", "reason"),
    [
        (_said(type="order.exploded"), "unknown_type", "/type", None),
        (_said(type=["typing"]), "unknown_type", "/type", None),
        (_said(version=2), "unknown_version", "/version", None),
        (_said(version=True), "unknown_version", "/version", None),
        (_said(version="1"), "unknown_version", "/version", None),
        (_said(), "invalid", "", "required: data"),
        (_said(data=[]), "invalid", "/data", 'type: "object"'),
        (_said(data={"on": True}), "invalid", "/data", "required: conversation"),
        (
            _said(data={"conversation": SECRETIVE, "on": SECRETIVE}),
            "invalid",
            "/data/on",
            'type: "boolean"',
        ),
        (
            _said(data={"conversation": f"{SECRETIVE}\n", "on": True}),
            "invalid",
            "/data/conversation",
            "not",
        ),
        (
            _said(data={"conversation": SECRETIVE * 20, "on": True}),
            "invalid",
            "/data/conversation",
            "maxLength: 128",
        ),
        (
            _said(at="2026-11-20T16:20:00", data={"conversation": "c", "on": True}),
            "invalid",
            "/at",
            'format: "date-time"',
        ),
        (
            _said(at="yesterday", data={"conversation": "c", "on": True}),
            "invalid",
            "/at",
            'format: "date-time"',
        ),
        (
            _said(type="message.created", data=created({"type": "video"})),
            "invalid",
            "/data/message/content/type",
            'enum: ["text", "picture", "file", "order_card"]',
        ),
        (
            _said(type="message.created", data=created({"type": "text"})),
            "invalid",
            "/data/message/content",
            "required: text",
        ),
        (
            _said(type="message.created", data=created({"type": "picture"})),
            "invalid",
            "/data/message/content",
            "oneOf: data, url",
        ),
        (
            _said(
                type="message.created", data=created({"type": "picture", "url": "file:///etc/x"})
            ),
            "invalid",
            "/data/message/content/url",
            'pattern: "^https?://[^/]"',
        ),
        (
            _said(
                type="message.created",
                data=created({"type": "order_card", "number": "1", "amount": 19.8}),
            ),
            "invalid",
            "/data/message/content/amount",
            'type: "string"',
        ),
        (
            _said(type="message.read", data={"conversation": "c"}),
            "invalid",
            "/data",
            "anyOf: client_id, up_to",
        ),
        (
            _said(type="message.read", data={"conversation": "c", "up_to": 2**60}),
            "invalid",
            "/data/up_to",
            "maximum: 9007199254740991",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_place(
    said: dict[str, Any], code: str, pointer: str, reason: str | None
) -> None:
    with pytest.raises(Refusal) as caught:
        envelopes.opened(json.dumps(said).encode())
    told = caught.value
    assert (told.code, told.more["pointer"], told.more.get("reason")) == (code, pointer, reason)
    assert SECRETIVE not in json.dumps([told.message, told.more])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"typing"',
        b"{",
        b'{"type": NaN}',
        b'{"type": 1e999, "version": Infinity}',
        b'{"type": "\xff"}',
        b'{"type": "typing", "type": "typing"}',
        b'{"type": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"type": ' + b"9" * 10_000 + b"}",
        b'{"data": [' + b"{}," * 200_001 + b"{}]}",
    ],
    ids=lambda body: f"{len(body)}:{body[:12]!r}",
)
def test_what_is_no_json_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        envelopes.opened(body)
    assert caught.value.code == "bad_json"


def test_fields_of_later_versions_are_passed_over() -> None:
    data = {"conversation": "c1", "on": True, "since": {"deep": [1]}}
    said = envelopes.opened(json.dumps(_said(data=data, sent_by="x")).encode())
    assert (said.type, said.data, said.cursor) == ("typing", data, None)


def test_an_emoji_that_is_written_as_two_escapes_is_whole() -> None:
    body = b'{"type":"typing","version":1,"at":"2026-11-20T16:20:00Z","data":'
    said = envelopes.opened(body + b'{"conversation":"\\ud83c\\udf76","on":true}}')
    assert said.data["conversation"] == "🍶"


def test_every_type_has_a_schema_and_a_handler() -> None:
    for name in envelopes.types():
        if name == "message.created":
            assert handlers.effect(1, envelopes.Envelope(name, {}, None), None)
            continue
        assert handlers.effect(1, envelopes.Envelope(name, {}, None), None), name
    assert {"message.created", "connector.hello", "typing"} <= set(envelopes.types())


def test_the_shipped_schemas_are_schemas_of_one_version() -> None:
    for schema in envelopes.shipped():
        Draft202012Validator.check_schema(schema)
        assert schema["properties"]["version"] == {"const": 1}
        assert schema["$id"].startswith("urn:zuiqing-desk:bridge:v1:")


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
_CONVERSATION = {"conversation": "c1"}
_RIGHT: dict[str, dict[str, Any]] = {
    "message.created": created(
        {"type": "order_card", "number": "1", "title": "小酒版", "amount": "19.80", "text": "在吗"}
    ),
    "message.recalled": {**_CONVERSATION, "message_id": "m1"},
    "customer.updated": {**_CONVERSATION, "name": "老客"},
    "typing": {**_CONVERSATION, "on": True},
    "conversation.closed": {**_CONVERSATION, "by": "customer"},
    "message.accepted": {**_CONVERSATION, "client_id": "a"},
    "message.failed": {**_CONVERSATION, "client_id": "a", "reason": "风控"},
    "message.delivered": {**_CONVERSATION, "up_to": 1},
    "message.read": {**_CONVERSATION, "client_id": "a", "up_to": 1},
    "connector.hello": {},
}


@st.composite
def _almost_right(draw: st.DrawFn) -> bytes:
    """A webhook in which up to two values are something else."""
    type_ = draw(st.sampled_from(sorted(_RIGHT)))
    said: dict[str, Any] = json.loads(envelope(type_, _RIGHT[type_], "9"))
    for _ in range(draw(st.integers(0, 2))):
        place: dict[str, Any] = said
        while True:
            name = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[name], dict) or not place[name] or draw(st.booleans()):
                break
            place = place[name]
        place[name] = draw(_json | st.sampled_from(["text", "picture", "file", "c2", "m2"]))
    return json.dumps(said).encode()


_header_text = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40
)
_headers = st.dictionaries(
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type"]),
    _header_text | st.sampled_from(["desk_1", "v1,", "v1,a", "1 2", "9" * 11, "v1,AAAA v1,\xff"]),
    max_size=3,
)


async def test_no_webhook_makes_the_desk_fail(bridge: BridgeShop, figures: Figures) -> None:
    """Whatever is posted, signed or not, is taken or refused with a reason: never a failure."""
    tried: list[tuple[bytes, dict[str, str], bool]] = []

    @settings(max_examples=400, database=None, suppress_health_check=list(HealthCheck))
    @given(_almost_right() | st.binary(max_size=99), _headers, st.booleans())
    def collect(body: bytes, headers: dict[str, str], proved: bool) -> None:
        tried.append((body, headers, proved))

    collect()
    seen = set()
    for number, (body, headers, proved) in enumerate(tried):
        sent = signed(body, f"w{number}") if proved else {**signed(body, f"w{number}"), **headers}
        status, told = await bridge.raw(body, sent)
        seen.add(status)
        assert status in (200, 400, 401, 413, 415, 422), (status, told, body, headers)
        assert ("received" in told) == (status == 200)
    assert {200, 400, 401, 422} <= seen
    figures.add("security inputs", webhooks=len(tried))


def test_who_writes_a_connector_is_told_of_every_type_and_refusal() -> None:
    guide = (
        files(envelopes.__package__)
        .joinpath("schemas", "v1", "CONNECTOR.md")
        .read_text(encoding="utf-8")
    )
    named = set(re.findall(r"`([a-z0-9_.]+)`", guide))
    said = {schema["properties"]["type"]["const"] for schema in envelopes.shipped()}
    assert said | REFUSALS.keys() | WORDED <= named
