"""The user's own keys, as Textual's App.set_keymap wants them."""

from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.overrides import Overrides
from zuiqing_desk.tui.scopes import SCOPES


def textual_keymap(overrides: Overrides) -> dict[str, str]:
    """Binding id → its keys, faulty entries left out and full-width twins put in.

    All of them, not only the changed ones: a changed key may free or take another action's twin.
    """
    return {
        binding.id: binding.key
        for scope in SCOPES
        for binding in bindings(scope, overrides)
        if binding.id is not None
    }
