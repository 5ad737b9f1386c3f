"""Narrowing the library's list by what is typed: the picker's own way of finding."""

from collections.abc import Collection, Iterable, Mapping

from zuiqing_desk.lookup.index import Entry, Index
from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.services.replies.records import ReplyRecord
from zuiqing_desk.tui.library_stock import shown

MOST_FOUND = 500
"""Nobody reads further down."""


class Finder:
    """Knows every reply of the list, drafts and archived ones too."""

    def __init__(self, records: Iterable[ReplyRecord], readings: Mapping[int, str]) -> None:
        """``readings``: the pinyin stored with the replies in force, by id; that of the others is
        worked out here, which takes 1.5 ms each: make a Finder in a thread."""
        self._index = Index.of([_entry(one, readings) for one in records])

    def find(self, query: str, among: Collection[int]) -> list[int]:
        """The ids found ``among`` these, best first."""
        wanted = MOST_FOUND
        while True:
            hits = self._index.search(query, limit=wanted).hits
            found = [hit.key for hit in hits if hit.key in among]
            if len(found) >= MOST_FOUND or len(hits) < wanted:
                return found[:MOST_FOUND]
            wanted *= 4  # What is in other views took the places.


def _entry(record: ReplyRecord, readings: Mapping[int, str]) -> Entry:
    version = shown(record)
    known = readings.get(record.id) if record.draft is None else None
    return Entry(
        key=record.id,
        code=record.code,
        title=version.title,
        tags=f"{version.tags} {version.category}".strip(),
        body=version.body,
        readings=known or field_readings(version.title, version.tags, version.body),
        category=version.category,
    )
