"""What importing a spreadsheet of replies would do: added, changed, refused. Nothing is written.

A row is known by its short code and its owner. Imported replies of the team are approved, unless
they are imported as drafts: whoever owns the file may do what a lead may.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.reply_fields import SHOWN, FieldError, check_code
from zuiqing_desk.services.replies.import_includes import Bodies
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.services.replies.sheet import OWNER, cells_of, owner_of, words_of
from zuiqing_desk.services.spreadsheets import TOLD_EVERY, Progress, Refusal, unwatched
from zuiqing_desk.sheets import SheetRow
from zuiqing_desk.store.tx import Tx

Key = tuple[str | None, str]
"""Owner's staff number (None: the team) and short code."""


class KnownReply(NamedTuple):
    """An open reply as it stands: what is in force, and what waits for a lead."""

    id: int
    live: ReplyWords | None
    draft: ReplyWords | None


@dataclass(frozen=True, slots=True)
class Known:
    """The library before an import. ``journal_id``: what was written up to here is in it."""

    journal_id: int
    zone: str
    staff: Mapping[str, int]
    replies: Mapping[Key, KnownReply]


class Planned(NamedTuple):
    """One row that will be written. ``reply_id`` is None for a new reply."""

    row: int
    owner_id: int | None
    reply_id: int | None
    words: ReplyWords


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. It may be carried out only if nothing is refused.

    ``codes`` and ``ids`` are the replies it leans on: if one of them changes before the import is
    applied, the plan is void.
    """

    draft: bool
    journal_id: int
    added: tuple[Planned, ...]
    changed: tuple[Planned, ...]
    unchanged: int
    refused: tuple[Refusal, ...]
    codes: frozenset[str]
    ids: frozenset[int]


def known(tx: Tx, zone: str) -> Known:
    """The whole library as a plan needs it."""
    replies: dict[Key, KnownReply] = {}
    for reply_id, owner_no, code, is_draft, *words in tx.all(_KNOWN):
        key = (owner_no, code)
        one = replies.get(key, KnownReply(reply_id, None, None))
        said = ReplyWords(code, *words)
        replies[key] = one._replace(draft=said) if is_draft else one._replace(live=said)
    return Known(
        journal_id=tx.value("SELECT max(id) FROM journal") or 0,
        zone=zone,
        staff=dict(tx.all("SELECT staff_no, id FROM staff")),
        replies=replies,
    )


_KNOWN = """
SELECT r.id, s.staff_no, r.code, v.version IS NOT r.live,
       v.title, v.category, v.body, v.tags, v.asks, v.valid_from, v.valid_until
FROM reply r
JOIN reply_version v ON v.reply_id = r.id AND v.version IN (r.live, r.draft)
LEFT JOIN staff s ON s.id = r.owner_id
WHERE r.state = 'open'
"""


def plan(
    rows: Iterable[SheetRow], before: Known, *, draft: bool = False, progress: Progress = unwatched
) -> Plan:
    """Compare a spreadsheet with the library.

    ``draft``: replies of the team become drafts. Raises SheetError for a file that cannot be read,
    and whatever ``progress`` raises.
    """
    reading = _Reading(before, draft)
    done = 0
    for done, row in enumerate(rows, 1):
        reading.take(row)
        if done % TOLD_EVERY == 0:
            progress("读取", done, None)
    progress("读取", done, done)
    reading.check_includes(progress)
    return reading.plan()


def table(tx: Tx, zone: str, *, team: bool = True, personal: bool = True) -> list[tuple[str, ...]]:
    """The replies in force as rows for a spreadsheet: the team's by id, then each person's."""
    rows = [
        (owner_no, cells_of(one.live, owner_no, zone), one.id)
        for (owner_no, _), one in known(tx, zone).replies.items()
        if one.live is not None and (team if owner_no is None else personal)
    ]
    rows.sort(key=lambda row: (row[0] is not None, row[0] or "", row[2]))
    return [cells for _, cells, _ in rows]


class _Reading:
    """A spreadsheet being compared, row by row."""

    def __init__(self, before: Known, draft: bool) -> None:
        self._before = before
        self._draft = draft
        self._first: dict[Key, int] = {}
        self._rows: list[tuple[str | None, Planned]] = []
        self._unchanged = 0
        self._refused: list[Refusal] = []
        self._bodies = Bodies(
            {key: _standing(one, key[0], draft) for key, one in before.replies.items()}
        )

    def take(self, row: SheetRow) -> None:
        """Take up one row, or refuse it."""
        owner_no = owner_of(row.values)
        if owner_no is not None and owner_no not in self._before.staff:
            message = f"没有工号“{owner_no[:20]}”；写“团队”或者一个工号。"
            self._refused.append(Refusal(row.number, OWNER, message))
            return
        code = _code(row.values)
        one = None if code is None else self._before.replies.get((owner_no, code))
        base = None if one is None else one.live or one.draft
        words, refused = words_of(row.number, row.values, self._before.zone, base)
        if words is None:
            self._refused += refused
            return
        key = (owner_no, words.code)
        if key in self._first:
            message = f"短码“{words.code}”和第 {self._first[key]} 行重复了。"
            self._refused.append(Refusal(row.number, SHOWN["code"], message))
            return
        self._first[key] = row.number
        if one is not None and words == self._compared(one, owner_no):
            self._unchanged += 1
            return
        owner_id = None if owner_no is None else self._before.staff[owner_no]
        planned = Planned(row.number, owner_id, None if one is None else one.id, words)
        self._rows.append((owner_no, planned))
        self._bodies.put((owner_no, words.code), words.body)

    def _compared(self, one: KnownReply, owner_no: str | None) -> ReplyWords | None:
        """What a row must say to change nothing."""
        if self._draft and owner_no is None:
            return one.draft or one.live
        return one.live

    def check_includes(self, progress: Progress) -> None:
        """Check every body against the library as it will be; the refused rows go."""
        whole, fine = len(self._rows), []
        for done, (owner_no, planned) in enumerate(self._rows, 1):
            try:
                self._bodies.check((owner_no, planned.words.code), planned.words.body)
            except RuleError as error:
                self._refused.append(Refusal(planned.row, SHOWN["body"], error.message))
            else:
                fine.append((owner_no, planned))
            if done % TOLD_EVERY == 0 or done == whole:
                progress("检查", done, whole)
        self._rows = fine

    def plan(self) -> Plan:
        """The outcome."""
        codes = {planned.words.code for _, planned in self._rows} | self._bodies.leaned_on
        return Plan(
            draft=self._draft,
            journal_id=self._before.journal_id,
            added=tuple(one for _, one in self._rows if one.reply_id is None),
            changed=tuple(one for _, one in self._rows if one.reply_id is not None),
            unchanged=self._unchanged,
            refused=tuple(sorted(self._refused)),
            codes=frozenset(codes),
            ids=frozenset(
                one.id for (_, code), one in self._before.replies.items() if code in codes
            ),
        )


def _code(values: Mapping[str, str]) -> str | None:
    try:
        return check_code(values.get(SHOWN["code"], ""))
    except FieldError:
        return None


def _standing(one: KnownReply, owner_no: str | None, draft: bool) -> str | None:
    """The body others may include: what goes into force leans only on what is in force."""
    if one.live is not None:
        return one.live.body
    return one.draft.body if one.draft is not None and draft and owner_no is None else None
