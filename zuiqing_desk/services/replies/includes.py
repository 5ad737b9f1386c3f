"""Replies that include one another: what a code stands for, and who uses it."""

from collections.abc import Mapping

from zuiqing_desk.rules import template
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx

# Of an open reply the version in force counts; a draft only while there is nothing else. Two
# questions, because each then finds its index of codes.
_TEAM_BODY = """
SELECT v.body FROM reply r
JOIN reply_version v ON v.reply_id = r.id AND v.version = coalesce(r.live, r.draft)
WHERE r.code = :code AND r.state = 'open' AND r.owner_id IS NULL
  AND (:drafts OR r.live IS NOT NULL)
"""
_OWN_BODY = """
SELECT v.body FROM reply r
JOIN reply_version v ON v.reply_id = r.id AND v.version = r.live
WHERE r.code = :code AND r.state = 'open' AND r.owner_id = :owner
"""

# Codes have no index without an owner: only asked when an include is not there.
_SOMEBODYS = """
SELECT 1 FROM reply WHERE code = :code AND state = 'open' AND owner_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM reply t
                  WHERE t.code = :code AND t.state = 'open' AND t.owner_id IS NULL) LIMIT 1
"""

_INCLUDING = """
SELECT DISTINCT v.title, v.body FROM reply r
JOIN reply_version v ON v.reply_id = r.id AND v.version IN (r.live, r.draft)
WHERE r.state = 'open' AND r.id <> :id AND r.owner_id IS :owner
  AND (instr(v.body, '>') > 0 OR instr(v.body, '＞') > 0)
ORDER BY r.id
"""


def check(tx: Tx, owner_id: int | None, code: str, body: str, *, drafts: bool) -> None:
    """Whether this body may be saved under this code: it parses, everything it includes is there,
    and it does not include itself by a detour.

    ``owner_id`` None: a reply of the team includes only the team's. ``drafts``: also such as were
    never in force yet. Raises rules.template.TemplateError or RuleError, worded for the user.
    """
    bodies = _reachable(tx, owner_id, code, body, drafts=drafts)
    personal = set() if owner_id is not None else _personal(tx, code, body, bodies)
    template.check(code, body, bodies, personal=personal)


def _personal(tx: Tx, code: str, body: str, bodies: Mapping[str, str]) -> set[str]:
    """What ``body`` includes that is out of reach and only ever somebody's own."""
    absent = set(template.codes_included(body)) - {code, *bodies}
    return {one for one in absent if tx.value(_SOMEBODYS, code=one) is not None}


def _reachable(
    tx: Tx, owner_id: int | None, code: str, body: str, *, drafts: bool
) -> dict[str, str]:
    """The bodies that ``body`` includes, directly or by others; not the 100,000 others."""
    # One's own goes before the team's, as everywhere a code is looked up for one person.
    found: dict[str, str] = {}
    waiting = list(template.codes_included(body))
    while waiting:
        one = waiting.pop()
        if one == code or one in found:
            continue
        text = None
        if owner_id is not None:
            text = tx.value(_OWN_BODY, code=one, owner=owner_id)
        if text is None:
            text = tx.value(_TEAM_BODY, code=one, drafts=drafts)
        if text is not None:
            found[one] = text
            waiting.extend(template.codes_included(text))
    return found


def refuse_if_included(tx: Tx, reply_id: int, owner_id: int | None, code: str, what: str) -> None:
    """Raises Refused ``included`` while other replies of the same scope include this one.

    ``what`` is the Chinese name of the step that has to wait.
    """
    users = [
        title
        for title, body in tx.all(_INCLUDING, id=reply_id, owner=owner_id)
        if code in template.codes_included(body)
    ]
    titles = list(dict.fromkeys(users))
    if titles:
        named = "、".join(f"“{title}”" for title in titles[:3])
        more = f"等 {len(titles)} 条" if len(titles) > 3 else ""
        raise Refused("included", f"{named}{more}引用了“{code}”，先改它们，再{what}。")
