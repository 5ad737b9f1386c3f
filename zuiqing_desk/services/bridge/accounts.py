"""The connected accounts of platforms: who may post, with which secret, and where answers go."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.connector_address import checked_address
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Row, Tx

OVERLAP_S: Final = 86_400
"""How long a secret that was replaced stays good: a connector is changed within a day."""
NAME_CHARS: Final = 40
REMOVED: Final = "渠道已移除"

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_PREFIX = "whsec_"
# Between 24 and 64 bytes (Standard Webhooks).
_SECRET_BYTES = range(24, 65)

_SELECT = """
SELECT b.account_id, b.slug, a.name, b.platform, s.name, b.url, b.secret, b.secret_before,
       b.before_until, b.created_at, b.removed_at
FROM bridge_account b JOIN channel_account a ON a.id = b.account_id
JOIN storefront s ON s.id = a.storefront_id
"""


@dataclass(frozen=True, slots=True)
class Bridge:
    """One connected account.

    ``secrets`` are those that are good now, the newest first; ``before_until`` says until when the
    second is (None when there is but one).
    """

    account_id: int
    slug: str
    name: str
    platform: str
    storefront: str
    url: str
    secrets: tuple[str, ...]
    created_at: int
    removed_at: int | None
    before_until: int | None

    def __repr__(self) -> str:
        # A secret must not get into a log with the record that carries it.
        return f"Bridge(account_id={self.account_id}, slug={self.slug!r})"


def all(tx: Tx, removed: bool = False) -> list[Bridge]:
    """The connected accounts in the order they came; ``removed`` too if asked for."""
    where = "" if removed else "WHERE b.removed_at IS NULL "
    return [_record(tx, row) for row in tx.all(f"{_SELECT}{where}ORDER BY b.account_id")]


def is_slug(text: str) -> bool:
    """Whether an account may be called so in the address."""
    return _SLUG.fullmatch(text) is not None


def by_slug(tx: Tx, slug: str) -> Bridge | None:
    """The account of this name in the address, also a removed one; None for none."""
    row = tx.one(f"{_SELECT}WHERE b.slug = :slug", slug=slug)
    return None if row is None else _record(tx, row)


def by_id(tx: Tx, account_id: int) -> Bridge | None:
    """The account of this id, also a removed one; None for none."""
    row = tx.one(f"{_SELECT}WHERE b.account_id = :id", id=account_id)
    return None if row is None else _record(tx, row)


def any_open(tx: Tx) -> bool:
    """Whether there is an account that may post."""
    return tx.one("SELECT 1 FROM bridge_account WHERE removed_at IS NULL") is not None


def is_open(tx: Tx, account_id: int) -> bool:
    """Whether this account may post."""
    found = tx.one(
        "SELECT 1 FROM bridge_account WHERE account_id = :id AND removed_at IS NULL", id=account_id
    )
    return found is not None


def cursor(tx: Tx, account_id: int) -> str:
    """Where the connector of an account resumes, in its own words; "" from the beginning."""
    return tx.value("SELECT cursor FROM channel_account WHERE id = :id", id=account_id) or ""


def add(
    tx: Tx,
    *,
    slug: str,
    platform: str,
    name: str,
    storefront: str,
    url: str,
    secret: str,
    actor: int | None,
) -> Bridge:
    """Connect an account. ``secret`` was made outside (``whsec_`` and base64); ``storefront`` ""
    is the shop's first one, one that is not there yet is founded; ``url`` "" is none.

    Raises Refused ``no_shop``, ``slug``, ``slug_taken``, ``platform``, ``name``, ``name_taken``,
    ``storefront``, ``url`` or ``secret``.
    """
    if not is_slug(slug):
        raise Refused("slug", "地址里的名字要 1–40 个小写字母、数字、连字符，如 taobao-1。")
    if by_slug(tx, slug) is not None:
        raise Refused("slug_taken", f"“{slug}”已经用过，地址里的名字只能用一次，请换一个。")
    if platform not in PLATFORMS:
        raise Refused("platform", f"没有这个平台，请用：{'、'.join(PLATFORMS)}。")
    name = _free_name(tx, name)
    url = checked_address(url)
    _check_secret(secret)
    account_id = tx.insert(
        "INSERT INTO channel_account (storefront_id, channel, name, post, cursor)"
        " VALUES (:storefront, 'bridge', :name, 'pre_sale', '')",
        storefront=_storefront(tx, storefront),
        name=name,
    )
    tx.run(
        "INSERT INTO bridge_account (account_id, slug, platform, url, secret, created_at)"
        " VALUES (:id, :slug, :platform, :url, :secret, :now)",
        id=account_id,
        slug=slug,
        platform=platform,
        url=url,
        secret=secret,
        now=tx.now,
    )
    tx.journal("bridge.added", account_id, actor=actor)
    return _known(tx, slug)


def rotate(
    tx: Tx, slug: str, secret: str, overlap_s: int = OVERLAP_S, actor: int | None = None
) -> Bridge:
    """Give an account a new secret; the one before stays good for ``overlap_s`` seconds.

    Of two that were replaced only the last stays good. Raises Refused ``no_bridge``, ``removed`` or
    ``secret``.
    """
    found = _open(tx, slug)
    _check_secret(secret)
    tx.run(
        "UPDATE bridge_account SET secret = :secret, secret_before = :before,"
        " before_until = :until WHERE account_id = :id",
        secret=secret,
        before=found.secrets[0] if overlap_s > 0 else None,
        until=tx.now + overlap_s * 1_000_000 if overlap_s > 0 else None,
        id=found.account_id,
    )
    tx.journal("bridge.rotated", found.account_id, actor=actor)
    return _known(tx, slug)


def set_url(tx: Tx, slug: str, url: str, actor: int | None = None) -> Bridge:
    """Say where the connector listens. Raises Refused ``no_bridge``, ``removed`` or ``url``."""
    found = _open(tx, slug)
    tx.run(
        "UPDATE bridge_account SET url = :url WHERE account_id = :id",
        url=checked_address(url),
        id=found.account_id,
    )
    tx.journal("bridge.changed", found.account_id, actor=actor)
    return _known(tx, slug)


def remove(tx: Tx, slug: str, actor: int | None = None) -> int:
    """Disconnect an account; how many answers had not been sent yet and now stand as failed.

    What was said stays, and so does the slug: nobody else ever gets it. Raises Refused
    ``no_bridge`` or ``removed``.
    """
    found = _open(tx, slug)
    # The secrets are of no more use, so they lie here no longer.
    tx.run(
        "UPDATE bridge_account SET removed_at = :now, secret = '', secret_before = NULL,"
        " before_until = NULL WHERE account_id = :id",
        now=tx.now,
        id=found.account_id,
    )
    waiting = tx.all(
        "UPDATE outbox SET state = 'failed', reason = :reason"
        " WHERE account_id = :id AND done_at IS NULL AND state = 'pending'"
        " RETURNING line_id, conversation_id",
        reason=REMOVED,
        id=found.account_id,
    )
    for line_id, conversation_id in waiting:
        tx.run("UPDATE line SET status = 'failed' WHERE id = :id", id=line_id)
        tx.journal("line.status", conversation_id, detail="failed")
    tx.run(
        "UPDATE bridge_event SET state = 'failed', reason = :reason, done_at = :now"
        " WHERE account_id = :id AND done_at IS NULL",
        reason=REMOVED,
        now=tx.now,
        id=found.account_id,
    )
    tx.journal("bridge.removed", found.account_id, actor=actor)
    return len(waiting)


def _record(tx: Tx, row: Row) -> Bridge:
    account_id, slug, name, platform, storefront, url, secret, before, until, created, gone = row
    rotating = before is not None and until is not None and tx.now < until
    good = [secret, before] if rotating else [secret]
    return Bridge(
        account_id=account_id,
        slug=slug,
        name=name,
        platform=platform,
        storefront=storefront,
        url=url,
        secrets=() if gone is not None else tuple(good),
        created_at=created,
        removed_at=gone,
        before_until=until if rotating else None,
    )


def _known(tx: Tx, slug: str) -> Bridge:
    found = by_slug(tx, slug)
    assert found is not None
    return found


def _open(tx: Tx, slug: str) -> Bridge:
    found = by_slug(tx, slug)
    if found is None:
        raise Refused("no_bridge", f"没有“{clean_line(slug)[:NAME_CHARS]}”这个桥接账号。")
    if found.removed_at is not None:
        raise Refused("removed", f"桥接账号“{slug}”已经移除了。")
    return found


def _free_name(tx: Tx, name: str) -> str:
    name = clean_line(name)
    if not 1 <= len(name) <= NAME_CHARS:
        raise Refused("name", f"账号的名字要 1–{NAME_CHARS} 个字，如 淘宝旗舰店。")
    holder = tx.one(
        "SELECT a.id, b.slug, b.removed_at FROM channel_account a"
        " JOIN bridge_account b ON b.account_id = a.id"
        " WHERE a.channel = 'bridge' AND a.name = :name",
        name=name,
    )
    if holder is None:
        return name
    account_id, slug, removed_at = holder
    if removed_at is None:
        raise Refused("name_taken", f"已经有叫“{name}”的桥接账号了，请换一个名字。")
    # The conversations of the one that went must stay apart from those of the one that comes.
    tx.run(
        "UPDATE channel_account SET name = :name WHERE id = :id",
        name=f"{name}（{slug}，已移除）",
        id=account_id,
    )
    return name


def _storefront(tx: Tx, name: str) -> int:
    name = clean_line(name)
    if not name:
        first: int | None = tx.value("SELECT min(id) FROM storefront")
        if first is None:
            raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
        return first
    if len(name) > NAME_CHARS:
        raise Refused("storefront", f"店铺的名字最多 {NAME_CHARS} 个字。")
    found: int | None = tx.value("SELECT id FROM storefront WHERE name = :name", name=name)
    return found or tx.insert("INSERT INTO storefront (name) VALUES (:name)", name=name)


def _check_secret(secret: str) -> None:
    try:
        if not secret.startswith(_PREFIX):
            raise ValueError
        size = len(base64.b64decode(secret.removeprefix(_PREFIX), validate=True))
    except (ValueError, binascii.Error):
        size = 0
    if size not in _SECRET_BYTES:
        raise Refused("secret", "密钥应为 whsec_ 加 24–64 字节的 base64。")
