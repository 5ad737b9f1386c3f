"""The library as the command line asks it: the shop's, or the shipped one where no shop is yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.lookup.suggest import Example
from zuiqing_desk.rules import template
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services import shop
from zuiqing_desk.services.replies import learning, reading, shipped, usage, values
from zuiqing_desk.services.replies.records import LiveReply, Uses
from zuiqing_desk.settings import Settings
from zuiqing_desk.store.clock import utc_now
from zuiqing_desk.store.errors import StoreMissing
from zuiqing_desk.store.tx import Tx

_ZONE = "Asia/Shanghai"
_NOBODY = 0
"""No member of the staff: the team's replies alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """The team's replies with what is known without a conversation. ``now``: UTC microseconds."""

    replies: Sequence[LiveReply]
    values: Mapping[str, str]
    zone: str
    now: int
    uses: Uses
    examples: Sequence[Example]

    def texts(self) -> Callable[[LiveReply], str]:
        """What fills a reply with what is known; everything else stays to be filled in."""
        bodies = {one.code: one.body for one in self.replies}

        def included(code: str) -> tuple[template.Part, ...] | None:
            return template.parse(bodies[code]) if code in bodies else None

        return lambda reply: template.fill(template.parse(reply.body), self.values, included)


def source(settings: Settings, command: str, *, learn: bool = False) -> Source:
    """The shop's library; where there is no database, the shipped one, and none is made.

    ``learn``: with what the shop's own answers teach. Raises store.errors.StoreError for a database
    that cannot be opened.
    """
    try:
        store = opened(settings, command)
    except StoreMissing:
        return _of_program()
    with store:
        return store.read(lambda tx: _of_shop(tx, learn)).result()


def _of_shop(tx: Tx, learn: bool) -> Source:
    info = shop.get(tx)
    return Source(
        replies=reading.live(tx, None),
        values=values.values(tx, conversation_id=None, staff_id=None),
        zone=_ZONE if info is None else info.time_zone,
        now=tx.now,
        uses=usage.uses(tx, None),
        examples=learning.examples(tx, _NOBODY, tx.now - usage.WINDOW_US) if learn else (),
    )


def _of_program() -> Source:
    now, rules = utc_now(), ShopPolicy()
    known = {"截单": rules.dispatch_cutoff, "快递": rules.house_courier}
    return Source(
        replies=shipped.live(),
        values={**known, **values.of_time(now, _ZONE)},
        zone=_ZONE,
        now=now,
        uses=Uses({}, {}),
        examples=(),
    )
