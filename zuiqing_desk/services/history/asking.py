"""From what somebody typed to what a search is asked."""

from datetime import date

from zuiqing_desk.rules.calendar import day_starts_at
from zuiqing_desk.rules.history_query import Parts
from zuiqing_desk.rules.past_days import Days
from zuiqing_desk.services.history.records import Ask


def asked(parts: Parts, zone: str, conversation_id: int | None = None) -> Ask:
    """What this query asks, of one conversation or of all. Days are those of the calendar in
    ``zone``, as the conversation shows them."""
    since, until = moments(parts.days, zone)
    return Ask(
        words=parts.words,
        conversation_id=conversation_id,
        customer=parts.customer,
        staff_no=parts.staff_no,
        storefront=parts.storefront,
        since=since,
        until=until,
    )


def moments(days: Days, zone: str) -> tuple[int | None, int | None]:
    """From when, and before when (UTC microseconds), a span of whole days is."""
    first, last = days
    since = None if first is None else day_starts_at(first, zone, 0)
    # After the last day a calendar has there is none to end it.
    ends = last is not None and last < date.max.toordinal()
    return since, day_starts_at(last + 1, zone, 0) if ends and last is not None else None
