"""Sealing a page on its last signature, amending it afterwards, and reading it as it was signed.

House rule (sealed handover pages): what a sealed page shows comes out of its sealed bytes, not out
of rows that were changed since.
"""

import json
import secrets
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from zuiqing_desk.rules.chain import altered
from zuiqing_desk.rules.seal import SALT_BYTES, ZEROS, canonical, digest, link_hash
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import sealed_facts, sealed_reading, search, stored_links
from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.services.handover.sealed_facts import Sealable
from zuiqing_desk.store.tx import Row, Tx

AmendmentKind = Literal["remark", "answer", "signature", "redaction"]


class Link(NamedTuple):
    """A link that was just added to the chain."""

    number: int
    hash: str

    @property
    def detail(self) -> str:
        """The detail of the journal row of the command that added it: ``verify`` looks for every
        link in the journal, whatever the row's ``handover.…`` kind; its subject is the page."""
        return f"{self.number} {self.hash}"


def seal_page(tx: Tx, page_id: int, actor: int) -> Link:
    """Seal a page whose signatures are all in; its state and ``sealed_at`` are set here.

    Journals nothing: the command that signs does, with ``Link.detail``. Raises Refused ``no_page``
    or ``sealed``.
    """
    last = tx.value("SELECT body FROM handover_seal WHERE kind = 'page' ORDER BY number DESC")
    sealable = sealed_facts.of_page(tx, page_id, None if last is None else json.loads(last))
    link = _add(tx, page_id, "page", sealable, actor)
    tx.run(
        "UPDATE handover_page SET state = 'sealed', sealed_at = :now WHERE id = :page",
        now=tx.now,
        page=page_id,
    )
    return link


def amend(
    tx: Tx,
    page_id: int,
    kind: AmendmentKind,
    facts: dict[str, object],
    texts: dict[str, str],
    actor: int | None,
) -> Link:
    """Add what came after the seal. Journals nothing: the command does, with ``Link.detail``.

    ``remark``: facts ``remark`` (id), ``item`` (id or None), ``kind`` (of rules.handover_words),
    ``by``, ``at``; texts ``{"remark:ID:text": …}``.
    ``answer``: facts ``remark``, ``by``, ``at``; texts ``{"remark:ID:answer": …}``.
    ``signature``: a late acknowledgement; facts ``staff``, ``duty``, ``allowed_by``, ``at``.
    ``redaction``: facts ``texts``: number of a link → keys of its texts that were erased.
    Facts hold ids, times and codes alone, never personal text. Raises Refused ``not_sealed``.
    """
    _require_sealed(tx, page_id)
    sealable = Sealable({"page": {"id": page_id}, "what": kind, "at": tx.now, "facts": facts})
    for key, text in texts.items():
        sealable.say(key, text)
    for name in ("by", "staff", "allowed_by"):
        one = facts.get(name)
        sealable.name(one if isinstance(one, int) else None)
    return _add(tx, page_id, "amendment", sealable, actor)


def read_sealed(tx: Tx, page_id: int) -> Page:
    """A sealed page as it was signed, with its amendments; ``Page.broken`` says if the store holds
    something else than was sealed. Raises Refused ``not_sealed`` or, when nothing of it can be
    read, ``damaged``."""
    links, texts = stored_links.of_page(tx, page_id)
    if not links:
        raise Refused("not_sealed", "这一页还没有封存。")
    try:
        return replace(
            sealed_reading.page(links, texts, _reviewed(tx, page_id)),
            broken=next(filter(None, (altered(link, texts[link.number]) for link in links)), ""),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Refused(
            "damaged",
            f"第 {page_id} 页封存的内容坏了，读不出来。请运行 zuiqing-desk handover verify，"
            "并对照签过字的纸。",
        ) from error


def in_chain(tx: Tx, item_id: int) -> bool:
    """Whether a sealed page knows of this item, be it as one that was open beside it: then its row
    may be dropped with a reason but never deleted."""
    last = tx.value("SELECT body FROM handover_seal WHERE kind = 'page' ORDER BY number DESC")
    return last is not None and item_id <= json.loads(last)["last_item"]


def _reviewed(tx: Tx, page_id: int) -> Row | None:
    return tx.one(
        "SELECT s.id, s.staff_no, s.name, p.reviewed_at FROM handover_page p"
        " JOIN staff s ON s.id = p.reviewed_by WHERE p.id = :page",
        page=page_id,
    )


def _require_sealed(tx: Tx, page_id: int) -> None:
    if tx.value("SELECT state FROM handover_page WHERE id = :page", page=page_id) != "sealed":
        raise Refused("not_sealed", "这一页还没有封存。")


def _add(tx: Tx, page_id: int, kind: str, sealable: Sealable, actor: int | None) -> Link:
    """Append a link with its texts behind the last one."""
    sealable.name(actor)
    people = _people(tx, sealable)
    salts = {key: secrets.token_hex(SALT_BYTES) for key in sealable.texts}
    body = canonical(
        {
            **sealable.facts,
            "v": sealed_facts.VERSION,
            "kind": kind,
            "by": actor,
            "people": people,
            "texts": {key: digest(salts[key], text) for key, text in sealable.texts.items()},
        }
    )
    last = tx.one("SELECT number, hash FROM handover_seal ORDER BY number DESC")
    number, before = (1, ZEROS) if last is None else (last[0] + 1, last[1])
    link = Link(number, link_hash(before, number, body))
    tx.insert(
        "INSERT INTO handover_seal (number, page_id, kind, body, before, hash)"
        " VALUES (:number, :page, :kind, :body, :before, :hash)",
        number=number,
        page=page_id,
        kind=kind,
        body=body,
        before=before,
        hash=link.hash,
    )
    for key, text in sealable.texts.items():
        tx.insert(
            "INSERT INTO handover_text (number, key, salt, text)"
            " VALUES (:number, :key, :salt, :text)",
            number=number,
            key=key,
            salt=salts[key],
            text=text,
        )
    search.index_link(tx, number)
    return link


def _people(tx: Tx, sealable: Sealable) -> dict[str, Any]:
    people = {}
    for staff, staff_no, name in tx.all(
        "SELECT id, staff_no, name FROM staff WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(sorted(sealable.people)),
    ):
        people[str(staff)] = staff_no
        sealable.say(f"person:{staff}:name", name)
    return people
