"""What was looked for in old talk before a hit was opened."""

from dataclasses import dataclass

from zuiqing_desk.services.history.records import Ask, Found, Hit


@dataclass(frozen=True, slots=True)
class Looked:
    """The query as it was typed, what it asked and found, and the hit that was opened."""

    query: str
    ask: Ask
    found: Found
    hit: Hit
