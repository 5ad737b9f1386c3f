"""What the palette offers over a screen: what acts there first, then everything else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, by_id
from zuiqing_desk.tui.initials import initials
from zuiqing_desk.tui.scopes import SCOPES
from zuiqing_desk.tui.widgets.key_footer import reachable

HERE: Final = "这里"


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of the palette. ``key`` is the one in force, as shown; ``where`` says where it acts."""

    id: str
    label: str
    key: str
    where: str
    help: str
    initials: str


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key that a screen has for itself: what to run, and on what."""

    action: str
    node: DOMNode


def own_keys(screen: Screen[Any]) -> dict[str, tuple[Offer, OwnKey]]:
    """What acts on this screen and is no action of the table, by a name for it; also what acts only
    once the focus is where it belongs."""
    found: dict[str, tuple[Offer, OwnKey]] = {}
    for node, bindings in screen._modal_binding_chain:
        for key, binding in bindings:
            id_ = f"key.{binding.action}"
            if binding.tooltip and binding.id not in by_id() and id_ not in found:
                found[id_] = (_own(id_, key, binding), OwnKey(binding.action, node))
    return found


def _own(id_: str, key: str, binding: Binding) -> Offer:
    shown = binding.key_display or keys.display(key)
    label = binding.description
    return Offer(id_, label, shown, HERE, binding.tooltip, initials(label))


def offers(screen: Screen[Any], in_force: Mapping[str, tuple[str, ...]]) -> Sequence[Offer]:
    """Everything, in the order in which it is shown; the palette itself is left out."""
    own = [offer for offer, _ in own_keys(screen).values()]
    table = list(_of_table(reachable(screen), in_force))
    return sorted([*own, *table], key=_far)


def _far(offer: Offer) -> int:
    """What belongs to the screen itself is nearest, then what acts there as everywhere."""
    if offer.where != HERE:
        return 2
    action = by_id().get(offer.id)
    return int(offer.key == "Esc" if action is None else action.scope == "app")


def _of_table(here: Mapping[str, str], in_force: Mapping[str, tuple[str, ...]]) -> Iterator[Offer]:
    for action in ACTIONS:
        if action.id == "palette":
            continue
        shown = here.get(action.id) or keys.display(in_force[action.id][0])
        where = HERE if action.id in here else "" if action.scope == "app" else SCOPES[action.scope]
        yield Offer(action.id, action.label, shown, where, action.help, action.initials)
