"""The key map in force, as the Bindings Textual wants."""

from collections.abc import Mapping

from textual.binding import Binding

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action
from zuiqing_desk.tui.overrides import Overrides, resolve, validate
from zuiqing_desk.tui.scopes import Scope, overlap

__all__ = ["bindings", "resolve", "validate"]


def bindings(scope: Scope, overrides: Overrides | None = None) -> list[Binding]:
    """The Bindings of one scope; a Binding's id is the action's, its action the method's name.

    Keys that reach over a box with text (scopes ``app``, ``chat`` and ``remark``) take priority
    over it. Twins of character keys are bound too, unless another action of an overlapping scope
    has that very key.
    """
    found = resolve(overrides or {}).keys
    made = []
    for action in ACTIONS:
        if action.scope == scope:
            own = found[action.id]
            made.append(
                Binding(
                    ",".join([*own, *_free_twins(action, found)]),
                    action.name,
                    action.label,
                    show=action.footer,
                    key_display=keys.display(own[0]),
                    priority=scope in ("app", "chat", "remark"),
                    tooltip=action.help,
                    id=action.id,
                )
            )
    return made


def _free_twins(action: Action, found: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The twins of the action's keys that no other action has; an upper-case key owns its own."""
    taken = set(found[action.id])
    for other in ACTIONS:
        if other is not action and overlap(action.scope, other.scope):
            for key in found[other.id]:
                taken.update((key, *keys.twins(key)) if key.isupper() else (key,))
    return [twin for key in found[action.id] for twin in keys.twins(key) if twin not in taken]
