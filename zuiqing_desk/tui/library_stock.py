"""The whole library as one person sees it: the views, and what is said of each reply."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from zuiqing_desk.rules.calendar import MICROSECONDS, calendar_day
from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.services.replies.records import ReplyRecord, VersionRecord

VIEWS: Final[Mapping[str, str]] = {
    "all": "全部",
    "team": "团队",
    "own": "个人",
    "waiting": "待批",
    "sent_back": "退回",
    "ending": "将到期",
    "unused": "久未用",
    "alike": "重复",
    "archived": "归档",
}
LATER: Final = ("unused", "alike")
"""Views that are only worked out when somebody looks at them."""

_ORDER: Final = {category: at for at, category in enumerate(CATEGORIES)}


class Note(NamedTuple):
    """What is said of a reply in its row, and how urgent that looks."""

    text: str
    look: str = "muted"


Alike = tuple[int, int, float]
"""Two replies and how like they are, 0 to 1."""


@dataclass(frozen=True)
class Stock:
    """What was read last. ``unused`` and ``alike`` are None until they are asked for.

    ``ending`` and ``unused`` come from the services, in their order.
    """

    records: Sequence[ReplyRecord] = ()
    ending: Sequence[ReplyRecord] = ()
    unused: Sequence[ReplyRecord] | None = None
    alike: Sequence[Alike] | None = None
    by_id: Mapping[int, ReplyRecord] = field(init=False)
    _views: dict[str, list[ReplyRecord]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.id: one for one in self.records})

    def of(self, view: str) -> list[ReplyRecord]:
        """The replies of a view, in its order; worked out once, for there may be 100,000."""
        if view not in self._views:
            self._views[view] = self._sorted(view)
        return self._views[view]

    def _sorted(self, view: str) -> list[ReplyRecord]:
        match view:
            case "ending":
                return [*self.ending]
            case "unused":
                return sorted(self.unused or (), key=_shelf_order)
            case "alike":
                return [
                    self.by_id[id_] for id_ in _neighbours(self.alike or ()) if id_ in self.by_id
                ]
            case "waiting" | "sent_back":
                found = (one for one in self.records if _IN[view](one))
                return sorted(found, key=lambda one: shown(one).written_at)
        return sorted((one for one in self.records if _IN[view](one)), key=_shelf_order)

    def count(self, view: str) -> int | None:
        """How many there are in a view; None while that is not known."""
        unknown = (view == "unused" and self.unused is None) or (
            view == "alike" and self.alike is None
        )
        return None if unknown else len(self.of(view))

    def likest(self, reply_id: int) -> tuple[ReplyRecord, float] | None:
        """The reply that is most like this one."""
        best: tuple[ReplyRecord, float] | None = None
        for first, second, score in self.alike or ():
            if reply_id in (first, second) and (best is None or score > best[1]):
                other = self.by_id.get(second if first == reply_id else first)
                best = best if other is None else (other, score)
        return best


def shown(record: ReplyRecord) -> VersionRecord:
    """The version that stands for a reply: the draft that waits, else the one in force."""
    version = record.draft or record.live
    assert version is not None
    return version


def waits(record: ReplyRecord) -> bool:
    """Whether a lead has to decide."""
    return not record.archived and record.draft is not None and not record.draft.refused


def is_sent_back(record: ReplyRecord) -> bool:
    """Whether a lead sent the draft back, and its author has to act."""
    return not record.archived and record.draft is not None and bool(record.draft.refused)


_IN: Final[Mapping[str, Callable[[ReplyRecord], bool]]] = {
    "all": lambda one: not one.archived,
    "team": lambda one: not one.archived and one.owner_no is None,
    "own": lambda one: not one.archived and one.owner_no is not None,
    "waiting": waits,
    "sent_back": is_sent_back,
    "archived": lambda one: one.archived,
}


def note(record: ReplyRecord, now: int, zone: str, ending_days: int) -> Note:
    """The one thing worth saying of a reply; its end from ``ending_days`` before on."""
    if record.archived:
        return Note("已归档")
    if is_sent_back(record):
        return Note("✗ 已退回", "warning")
    if waits(record):
        return Note("▲ 改动待批" if record.live else "▲ 新的待批", "warning")
    version = shown(record)
    if version.valid_until is not None:
        days = calendar_day(version.valid_until - MICROSECONDS, zone) - calendar_day(now, zone)
        if version.valid_until <= now:
            return Note("▲ 已到期", "warning")
        if days < ending_days:
            return Note("▲ 今天到期" if days == 0 else f"▲ {days} 天后到期", "warning")
    if version.valid_from is not None and now < version.valid_from:
        return Note("未到生效")
    return Note(f"用过 {record.uses} 次" if record.uses else "没用过")


def _shelf_order(record: ReplyRecord) -> tuple[int, str]:
    return _ORDER.get(shown(record).category, len(_ORDER)), record.code


def _neighbours(pairs: Iterable[Alike]) -> Iterable[int]:
    """Every reply once, those that are alike one after the other."""
    group: dict[int, list[int]] = {}
    for first, second, _ in pairs:
        one, two = group.setdefault(first, [first]), group.setdefault(second, [second])
        if one is not two:
            one.extend(two)
            for id_ in two:
                group[id_] = one
    seen: set[int] = set()
    for members in group.values():
        for id_ in members:
            if id_ not in seen:
                seen.add(id_)
                yield id_
