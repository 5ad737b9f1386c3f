"""What somebody would leave behind who leaves now."""

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import drafts, queue
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import cut

LIST_AT_MOST = 8
TEXT_CELLS = 30


async def unfinished(session: Session) -> list[str]:
    """A Chinese line for each customer of mine who waits and each draft of mine; none is none.

    A store that cannot answer does not keep anybody from leaving.
    """
    me = session.staff.id
    try:
        rows = await session.bench.ask(queue.page, staff_id=me)
        written = await session.bench.ask(drafts.all_of, me)
        lines = [
            f"▲ {cut(row.customer, 20)} 在等回复：{cut(row.last_text, TEXT_CELLS)}"
            for row in rows
            if row.assignee_id == me and row.band < 2
        ]
        for draft in written:
            row = await session.bench.ask(queue.one, draft.conversation_id)
            lines.append(f"✎ 给 {cut(row.customer, 20)} 的草稿：{cut(draft.text, TEXT_CELLS)}")
    except (RuleError, StoreError):
        return []
    if len(lines) > LIST_AT_MOST:
        rest = len(lines) - LIST_AT_MOST
        lines = [*lines[:LIST_AT_MOST], f"… 还有 {rest} 条"]
    return lines
