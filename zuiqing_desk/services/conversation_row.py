"""The mutable part of a conversation: loaded once in a use case, changed, saved once."""

from dataclasses import dataclass
from typing import Any, Final

from zuiqing_desk.rules.clock import RoundState, place
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import Author, DutyState, Post, State
from zuiqing_desk.services.roster.in_force import LONGEST_US
from zuiqing_desk.store.tx import Tx

PREVIEW_CHARS = 80

GONE = "erased-"
"""How a channel's name for a conversation begins once its customer was erased: whoever writes
under the old name is new."""
KIND_WORDS: Final = {"picture": "〔图片〕", "file": "〔文件〕", "order_card": "〔订单〕"}
"""What stands before a line that is no text, in a preview."""

_LOAD = """
SELECT c.id, c.account_id, c.customer_id, c.external_id, a.channel, c.state, c.post, c.assignee_id,
       c.assigned_at, c.last_agent_id, c.snoozed_until, c.last_seq, c.last_line_at, c.last_text,
       c.last_from, c.unread, c.agent_lines, c.advertiser_at, u.blocked_at,
       c.round_started_at, c.round_seq, c.round_counted, c.round_target_s, c.counted_day,
       c.agent_asked, c.agent_spoke, c.round_first,
       (SELECT max(id) FROM policy),
       CASE WHEN EXISTS (SELECT 1 FROM duty WHERE ended_at IS NULL AND state = 'on') THEN 2
         ELSE EXISTS (SELECT 1 FROM roster_entry WHERE removed_at IS NULL AND kind = 'work'
           AND ends_at > :now AND ends_at < :now + :longest AND begins_at <= :now) END,
       (SELECT state FROM duty d WHERE d.staff_id = c.assignee_id AND d.ended_at IS NULL)
FROM conversation c
JOIN channel_account a ON a.id = c.account_id
JOIN customer u ON u.id = c.customer_id
WHERE c.id = :id
"""

_SAVE = """
UPDATE conversation SET state = :state, post = :post, assignee_id = :assignee_id,
  assigned_at = :assigned_at, last_agent_id = :last_agent_id, snoozed_until = :snoozed_until,
  last_seq = :last_seq, last_line_at = :last_line_at, last_text = :last_text,
  last_from = :last_from, unread = :unread, agent_lines = :agent_lines,
  advertiser_at = :advertiser_at, round_started_at = :round_started_at, round_seq = :round_seq,
  round_counted = :round_counted, round_target_s = :round_target_s, counted_day = :counted_day,
  agent_asked = :agent_asked, agent_spoke = :agent_spoke, round_first = :round_first,
  band = :band, urgency = :urgency
WHERE id = :id
"""

_LINE = """
INSERT INTO line (conversation_id, account_id, seq, at, author, staff_id, kind, text, payload,
                  remote_id, client_id, status, on_duty, courtesy)
VALUES (:conversation_id, :account_id, :seq, :at, :author, :staff_id, :kind, :text, :payload,
        :remote_id, :client_id, :status, :on_duty, :courtesy)
ON CONFLICT (account_id, remote_id) DO NOTHING
RETURNING id
"""


@dataclass(slots=True)
class ConversationRow:
    """A conversation inside one transaction.

    The last four fields are the moment's facts that a line needs; they come with the row because
    every statement more gives the interpreter lock away once more (ingest measured 0.37 of a server
    without a store with ten statements a line). ``on_roster`` is looked up only while nobody is on
    duty: somebody should be working now.
    """

    id: int
    account_id: int
    customer_id: int
    external_id: str
    channel: str
    state: State
    post: Post
    assignee_id: int | None
    assigned_at: int | None
    last_agent_id: int | None
    snoozed_until: int | None
    last_seq: int
    last_line_at: int
    last_text: str
    last_from: str
    unread: int
    agent_lines: int
    advertiser_at: int | None
    blocked_at: int | None
    clock: RoundState
    policy_id: int
    anyone_on_duty: bool
    on_roster: bool
    holder_duty: DutyState | None

    @property
    def erased(self) -> bool:
        """Whether the customer was erased on request: nothing comes in or goes out here."""
        return self.external_id.startswith(GONE)

    def require_customer(self) -> None:
        """Raises Refused ``erased``: nobody writes where the customer was erased."""
        if self.erased:
            raise Refused("erased", "这位客户的资料已应要求删除，这里不能再写；他再来会是新会话。")

    @property
    def duty_counts(self) -> bool:
        """Whether this moment counts for the figures: somebody is on duty or should be by the
        roster (house rule)."""
        return self.anyone_on_duty or self.on_roster


def load(tx: Tx, conversation_id: int) -> ConversationRow:
    """The conversation of this id. Raises Refused ``no_conversation``."""
    row = tx.one(_LOAD, id=conversation_id, now=tx.now, longest=LONGEST_US)
    if row is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    started_at, seq, counted, target_s, day, asked, spoke, first = row[19:27]
    clock = RoundState(
        started_at, seq, bool(counted), target_s, day, bool(asked), bool(spoke), bool(first)
    )
    policy_id, anyone, holder = row[27:]
    facts: tuple[Any, ...] = (*row[:19], clock, policy_id or 0, anyone == 2, anyone == 1, holder)
    return ConversationRow(*facts)


def save(tx: Tx, row: ConversationRow) -> None:
    """Write everything back, with the place in the queue that follows from the clock."""
    band, urgency = place(row.clock, row.last_line_at)
    clock = row.clock
    tx.run(
        _SAVE,
        id=row.id,
        state=row.state,
        post=row.post,
        assignee_id=row.assignee_id,
        assigned_at=row.assigned_at,
        last_agent_id=row.last_agent_id,
        snoozed_until=row.snoozed_until,
        last_seq=row.last_seq,
        last_line_at=row.last_line_at,
        last_text=row.last_text,
        last_from=row.last_from,
        unread=row.unread,
        agent_lines=row.agent_lines,
        advertiser_at=row.advertiser_at,
        round_started_at=clock.started_at,
        round_seq=clock.started_seq,
        round_counted=clock.counted,
        round_target_s=clock.target_s,
        counted_day=clock.counted_day,
        agent_asked=clock.agent_asked,
        agent_spoke=clock.agent_spoke,
        round_first=clock.first_of_day,
        band=band,
        urgency=urgency,
    )


def append_line(
    tx: Tx,
    row: ConversationRow,
    *,
    author: Author,
    text: str,
    staff_id: int | None = None,
    kind: str = "text",
    payload: str | None = None,
    remote_id: str | None = None,
    client_id: str | None = None,
    status: str = "",
    on_duty: bool = True,
    courtesy: bool = False,
) -> int | None:
    """Give the conversation its next line; the line's id. The caller saves the row afterwards.

    None, and nothing changed, when the account has a line of this ``remote_id`` already. A note
    changes neither the preview nor the time of last activity: it is not part of the talk.
    """
    line_id: int | None = tx.value(
        _LINE,
        conversation_id=row.id,
        account_id=row.account_id,
        seq=row.last_seq + 1,
        at=tx.now,
        author=author,
        staff_id=staff_id,
        kind=kind,
        text=text,
        payload=payload,
        remote_id=remote_id,
        client_id=client_id,
        status=status,
        on_duty=on_duty,
        courtesy=courtesy,
    )
    if line_id is None:
        return None
    row.last_seq += 1
    if author != "note":
        row.last_line_at = tx.now
        row.last_text = (KIND_WORDS.get(kind, "") + text)[:PREVIEW_CHARS]
        row.last_from = author
    return line_id
