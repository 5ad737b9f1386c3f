"""Web-chat visitors: a token opens one conversation, and shows nothing internal."""

from dataclasses import dataclass

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import media
from zuiqing_desk.services.conversations import found_conversation
from zuiqing_desk.services.records import MediaRecord
from zuiqing_desk.store.tx import Tx

NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class VisitorInfo:
    conversation_id: int
    account_id: int
    blocked: bool


@dataclass(frozen=True, slots=True)
class VisitorLine:
    """A line as the customer may see it; ``client_id`` is set for the customer's own lines.
    ``kind``: text, picture, file or order_card."""

    seq: int
    at: int
    author: str
    text: str
    client_id: str | None
    kind: str = "text"
    media: MediaRecord | None = None


def create(tx: Tx, *, account_id: int, name: str | None, token_hash: str) -> tuple[int, int]:
    """A new visitor with an empty conversation: (visitor id, conversation id).

    Without a name the customer is called 访客 and the visitor's number.
    """
    number = (tx.value("SELECT max(id) FROM visitor") or 0) + 1
    shown = clean_line(name or "")[:NAME_CHARS] or f"访客 {number}"
    conversation_id = found_conversation(
        tx, account_id=account_id, external_id=f"visitor-{number}", name=shown
    )
    visitor_id = tx.insert(
        "INSERT INTO visitor (token_hash, conversation_id, created_at)"
        " VALUES (:hash, :conversation, :now)",
        hash=token_hash,
        conversation=conversation_id,
        now=tx.now,
    )
    tx.journal("visitor.came", conversation_id)
    return visitor_id, conversation_id


def by_token(tx: Tx, token_hash: str) -> VisitorInfo | None:
    """Whose token this is, by its SHA-256 in hex, or None."""
    row = tx.one(
        "SELECT c.id, c.account_id, u.blocked_at IS NOT NULL FROM visitor v"
        " JOIN conversation c ON c.id = v.conversation_id JOIN customer u ON u.id = c.customer_id"
        " WHERE v.token_hash = :hash",
        hash=token_hash,
    )
    return None if row is None else VisitorInfo(row[0], row[1], bool(row[2]))


def messages(tx: Tx, conversation_id: int, after: int, limit: int) -> list[VisitorLine]:
    """The lines after a seq, oldest first: what the customer wrote and was sent, never a note."""
    rows = tx.all(
        "SELECT id, seq, at, author, text, remote_id, kind FROM line"
        " WHERE conversation_id = :id AND seq > :after"
        " AND author IN ('customer', 'agent', 'system') ORDER BY seq LIMIT :limit",
        id=conversation_id,
        after=after,
        limit=limit,
    )
    carrying = [row[0] for row in rows if row[6] in media.CARRYING]
    carried = media.of_lines(tx, carrying) if carrying else {}
    return [
        VisitorLine(
            seq,
            at,
            author,
            text,
            remote.partition(":")[2] if remote else None,
            "text" if kind == "system" else kind,
            carried.get(line_id),
        )
        for line_id, seq, at, author, text, remote, kind in rows
    ]


def remote_id(conversation_id: int, client_id: str) -> str:
    """The line's id within the web chat account: a visitor's client ids are their own."""
    return f"{conversation_id}:{client_id}"


def last_seqs(tx: Tx, conversation_id: int) -> tuple[int, int]:
    """(newest seq a visitor may see, newest customer line an agent has seen)."""
    newest = tx.value(
        "SELECT max(seq) FROM line WHERE conversation_id = :id AND author <> 'note'",
        id=conversation_id,
    )
    seen = tx.value("SELECT seen_seq FROM conversation WHERE id = :id", id=conversation_id)
    return newest or 0, seen or 0


def delivered(tx: Tx, conversation_id: int, seq: int) -> None:
    """The customer's side has every line up to ``seq``."""
    if tx.run(
        "UPDATE conversation SET delivered_seq = min(:seq, last_seq)"
        " WHERE id = :id AND delivered_seq < min(:seq, last_seq)",
        id=conversation_id,
        seq=seq,
    ):
        tx.journal("line.delivered", conversation_id, detail=str(seq))


def read(tx: Tx, conversation_id: int, seq: int) -> None:
    """The customer has seen every line up to ``seq``; what is read was delivered."""
    if tx.run(
        "UPDATE conversation SET read_seq = min(:seq, last_seq),"
        " delivered_seq = max(delivered_seq, min(:seq, last_seq))"
        " WHERE id = :id AND read_seq < min(:seq, last_seq)",
        id=conversation_id,
        seq=seq,
    ):
        tx.journal("line.read", conversation_id, detail=str(seq))


def presence(tx: Tx, conversation_id: int, *, online: bool, typing_until: int) -> None:
    """The customer is connected (or not) and types until a time. Expires; not journalled."""
    tx.run(
        "INSERT INTO visitor_presence (conversation_id, online, typing_until, seen_at)"
        " VALUES (:id, :online, :until, :now)"
        " ON CONFLICT (conversation_id) DO UPDATE SET online = excluded.online,"
        " typing_until = excluded.typing_until, seen_at = excluded.seen_at",
        id=conversation_id,
        online=online,
        until=typing_until,
        now=tx.now,
    )


def all_offline(tx: Tx) -> None:
    """A new gateway starts with nobody connected."""
    tx.run("UPDATE visitor_presence SET online = 0, typing_until = 0")
