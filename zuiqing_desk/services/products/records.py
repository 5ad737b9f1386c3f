"""Product cards as the services hand them out. Money is integer 分, times UTC microseconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What stands on a card.

    ``strength_tenths`` are tenths of a degree (% vol), ``volume_ml`` millilitres, ``per_box``
    bottles a box, ``stock`` bottles; ``points``, ``faq`` and ``pictures`` hold one entry a line.
    ``floor_fen`` is the agents' own: it never goes into a reply.
    """

    short_name: str
    full_name: str
    storefront: str = ""
    aroma: str = ""
    strength_tenths: int | None = None
    volume_ml: int | None = None
    taste: str = ""
    per_box: int | None = None
    price_fen: int | None = None
    floor_fen: int | None = None
    gifts: str = ""
    stock: int | None = None
    points: str = ""
    faq: str = ""
    pictures: str = ""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A card in the catalogue. ``unread`` says that the asking agent must still read it; nobody has
    to read an archived one."""

    id: int
    facts: ProductFacts
    readings: str
    must_read_at: int | None
    unread: bool
    updated_at: int
    archived: bool = False
