"""Checking a chain of sealed pages link by link (house rule: sealed handover pages).

The chain alone shows any single change. Whoever recomputes all of it is found out by what else
knows the hashes, which its caller compares: the journal, and the sheet that was signed by hand.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zuiqing_desk.rules.seal import ZEROS, digest, link_hash

Body = dict[str, Any]

UNREADABLE = "第 {} 环的内容读不懂"
_CHANGED = "第 {} 环的内容和封存时的校验值不符"


class LinkRow(NamedTuple):
    """A link as it is stored."""

    number: int
    page_id: int
    kind: str
    body: bytes
    before: str
    hash: str


class TextRow(NamedTuple):
    """A text of a link as it is stored: None once erased."""

    key: str
    salt: str
    text: str | None
    redacted_at: int | None


class Bad(NamedTuple):
    """Something wrong: at which link, on which page (None: nobody can say), and why in Chinese."""

    number: int
    page_id: int | None
    why: str


@dataclass(slots=True)
class Chain:
    """Takes the links in order and remembers what is wrong with them."""

    found: list[Bad] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=dict)
    page_of: dict[int, int] = field(default_factory=dict)
    """Of every link, by number."""
    link_of: dict[int, int] = field(default_factory=dict)
    """Of every sealed page: the number of the link that sealed it."""
    open_at_last: set[int] = field(default_factory=set)
    """The items that the last sealed page left open."""
    _last: int = 0
    _head: str | None = ZEROS
    _erased: dict[tuple[int, str], int] = field(default_factory=dict)
    _lost: int = 0

    @property
    def head(self) -> str:
        """The hash of the last link, '' while there is none."""
        return self.hashes.get(self._last, "")

    @property
    def last(self) -> int:
        """The number of the last link."""
        return self._last

    def bad(self, number: int, page_id: int | None, why: str) -> None:
        """Remember something wrong."""
        self.found.append(Bad(number, page_id, why))

    def lose(self, number: int, page_id: int | None, why: str) -> None:
        """Remember a link that is not there or cannot be trusted: nobody knows what it said."""
        self.bad(number, page_id, why)
        self._lost = max(self._lost, number)

    def take(self, link: LinkRow, texts: Iterable[TextRow]) -> Body | None:
        """Check the next link and its texts; its body if the bytes are as they were sealed."""
        if link.number != self._last + 1:
            self.lose(self._last + 1, None, f"第 {self._last + 1} 环不见了")
            self._head = None
        if self._head is not None and link.before != self._head:
            self.bad(link.number, link.page_id, f"第 {link.number} 环和前一环接不上")
        self._last, self._head = link.number, link.hash
        self.hashes[link.number] = link.hash
        self.page_of[link.number] = link.page_id
        if link.hash != link_hash(link.before, link.number, link.body):
            self.lose(link.number, link.page_id, _CHANGED.format(link.number))
            return None
        try:
            return self._checked(link, texts)
        except (ValueError, LookupError, TypeError, AttributeError):
            # Right by its hash and yet nothing we ever wrote: somebody computed it anew.
            self.page_of[link.number] = link.page_id
            self.lose(link.number, link.page_id, UNREADABLE.format(link.number))
            return None

    def finish(self) -> None:
        """After the last link: what was erased without a word, as far as that can be told: a link
        that is lost may have said so."""
        for number, key in self._erased:
            page_id = self.page_of[number]
            if number < self._lost:
                continue
            self.bad(number, page_id, f"第 {number} 环少了文字 {key}，却没有删除的记录")

    def first(self) -> Bad | None:
        """The wrong thing nearest to the begin of the chain."""
        return min(self.found, key=lambda bad: bad.number, default=None)

    def _checked(self, link: LinkRow, texts: Iterable[TextRow]) -> Body:
        body: Body = json.loads(link.body)
        number, page_id = link.number, body["page"]["id"]
        if not isinstance(page_id, int):
            raise TypeError("a page has a number")
        self.page_of[number] = page_id
        if (link.page_id, link.kind) != (page_id, body["kind"]):
            self.bad(number, page_id, f"第 {number} 环登记的页或种类和封存的不符")
        wrong, erased = _compared(number, body["texts"], texts)
        for why in wrong:
            self.bad(number, page_id, why)
        for key, at in erased.items():
            self._erased[number, key] = at
        if body["kind"] == "page":
            self._check_page(number, page_id, body)
        else:
            self._check_amendment(number, page_id, body)
        return body

    def _check_page(self, number: int, page_id: int, body: Body) -> None:
        if page_id in self.link_of:
            self.bad(number, page_id, f"第 {number} 环把已经封存的一页又封了一次")
        self.link_of[page_id] = number
        open_now = open_in(body)
        for item in sorted(self.open_at_last - open_now - set(_ended_in(body))):
            self.bad(number, page_id, f"事项 {item} 前一页还开着，到第 {number} 环没有下文")
        for item in _ended_in(body):
            if not has_result(body["items"][str(item)], f"item:{item}:result" in body["texts"]):
                self.bad(number, page_id, f"事项 {item} 到第 {number} 环没有结果就结束了")
        self.open_at_last = open_now

    def _check_amendment(self, number: int, page_id: int, body: Body) -> None:
        if page_id not in self.link_of:
            self.bad(number, page_id, f"第 {number} 环补在一页还没有封存的后面")
        if body["what"] != "redaction":
            return
        for of, keys in body["facts"]["texts"].items():
            for key in keys:
                if self._erased.pop((int(of), key), None) != body["at"]:
                    page = self.page_of.get(int(of))
                    self.bad(int(of), page, f"第 {of} 环已应要求删除的文字 {key} 又出现了")


def altered(link: LinkRow, texts: Iterable[TextRow]) -> str:
    """In what a link by itself is not as it was sealed, in Chinese; '' when it is."""
    if link.hash != link_hash(link.before, link.number, link.body):
        return _CHANGED.format(link.number)
    wrong, _ = _compared(link.number, json.loads(link.body)["texts"], texts)
    return wrong[0] if wrong else ""


def _compared(
    number: int, digests: dict[str, str], texts: Iterable[TextRow]
) -> tuple[list[str], dict[str, int]]:
    """What is wrong with the texts of a link, and when those that are missing were erased."""
    wrong, erased, missing = [], {}, dict(digests)
    for row in texts:
        expected = missing.pop(row.key, None)
        if expected is None:
            wrong.append(f"第 {number} 环多了文字 {row.key}")
        elif row.text is None and row.salt == "" and row.redacted_at is not None:
            erased[row.key] = row.redacted_at
        elif (
            row.text is None
            or row.redacted_at is not None
            or digest(row.salt, row.text) != expected
        ):
            wrong.append(f"第 {number} 环的文字 {row.key} 和封存时不同")
    return wrong + [f"第 {number} 环少了文字 {key}" for key in missing], erased


def open_in(body: Body) -> set[int]:
    """The items that a sealed page leaves open: on it and beside it."""
    items = body["items"]
    entered = (entry["item"] for entry in body["entries"])
    return {one for one in entered if items[str(one)]["state"] == "open"} | {*body["others_open"]}


def has_result(item: Body, result: bool) -> bool:
    """Whether an item that is not open any more ended as one must: with a result or a reason, in
    another item, or with its words erased."""
    return result or item["redacted"] or item["merged_into"] is not None


def _ended_in(body: Body) -> list[int]:
    items = body["items"]
    entered = (entry["item"] for entry in body["entries"])
    return [one for one in entered if items[str(one)]["state"] != "open"] + list(body["closed"])
