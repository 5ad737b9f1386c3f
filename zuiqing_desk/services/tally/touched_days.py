"""Which days of a frozen month later changes may concern."""

import json
from typing import Final

from zuiqing_desk.services.tally import frozen
from zuiqing_desk.services.tally.days import days
from zuiqing_desk.services.tally.owners import touched
from zuiqing_desk.store.tx import Tx

# What is said today leaves the days before as they were; what is said about them does not.
_QUIET: Final = frozenset(
    {
        "line.received",
        "line.recorded",
        "line.delivered",
        "line.read",
        "line.noted",
        "line.status",
        "line.recalled",
        "conversation.seen",
        "conversation.assigned",
        "conversation.released",
        "conversation.transferred",
        "conversation.closed",
        "conversation.reopened",
        "conversation.snoozed",
        "conversation.woken",
        "conversation.opened",
        "conversation.erased",
        "customer.erased",
        "customer.exported",
        "orders.erased",
        "visitor.came",
        "customer.renamed",
        "customer.blocked",
        "customer.unblocked",
        "order.unmasked",
        "order.remarked",
        "order.remark_undone",
        "order.urgent",
    }
)
_SENT: Final = "line.sent"

_LINES = """
SELECT at FROM line WHERE at >= :begins AND at < :ends
  AND conversation_id IN (SELECT value FROM json_each(:talks))
"""
# An answer may have been the words that turn an advertiser away.
_ADVERTISERS = """
SELECT c.id FROM conversation c WHERE c.advertiser_at IS NOT NULL AND c.id IN (
  SELECT subject_id FROM journal WHERE id > :after AND id <= :until AND kind = 'line.sent')
"""
_PAID = """
SELECT o.id, o.paid_at FROM shop_order o WHERE o.id IN (SELECT value FROM json_each(:orders))
UNION
SELECT o.id, o.paid_at FROM shop_order o WHERE o.customer_id IN (
  SELECT customer_id FROM shop_order WHERE id IN (SELECT value FROM json_each(:orders))
  UNION SELECT customer_id FROM conversation WHERE id IN (SELECT value FROM json_each(:talks)))
"""


def touched_days(tx: Tx, month: int, after: int, until: int) -> list[int]:
    """The days of a month that journal rows after one id, up to another, may have changed.

    A change of the shop's rules is for the days to come and touches none.
    """
    news = touched(tx, after, until, quiet=_QUIET | {_SENT})
    talks = set(news.talks)
    talks.update(one for (one,) in tx.all(_ADVERTISERS, after=after, until=until))
    if not talks and not news.orders:
        return []
    first, last = frozen.days_of(month)
    span = days(tx, first, last)
    ids = {"orders": json.dumps(list(news.orders)), "talks": json.dumps(list(talks))}
    paid = tx.all(_PAID, **ids)
    moments = [at for _, at in paid if at is not None]
    moments += [
        at
        for (at,) in tx.all(
            _LINES, begins=span.begins_at, ends=span.answers_until, talks=ids["talks"]
        )
    ]
    found = {span.business(at) for at in moments}
    # Where a sale stands now, it may not have stood when the month was frozen.
    orders = {one for one, _ in paid} | news.orders
    for place, facts in frozen.corrected(tx, first, last).items():
        if any(sale.order_id in orders for sale in facts.sales):
            found.add(place.day)
    return sorted(day for day in found if day is not None)
