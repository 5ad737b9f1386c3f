"""The user's own keys: laid over the table, and refused with a reason."""

import pytest
from textual.binding import Binding

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, by_id
from zuiqing_desk.tui.keymap import bindings, resolve, validate
from zuiqing_desk.tui.reserved_keys import REASONS
from zuiqing_desk.tui.scopes import SCOPES, Scope


def bound(scope: Scope, overrides: dict[str, list[str]] | None = None) -> dict[str, set[str]]:
    """Action id → keys, as Textual takes the bindings apart."""
    found: dict[str, set[str]] = {}
    for binding in Binding.make_bindings(bindings(scope, overrides)):
        assert binding.id
        found.setdefault(binding.id, set()).add(binding.key)
    return found


def test_the_defaults_have_no_problem() -> None:
    assert validate({}) == []
    assert resolve({}).keys == {action.id: action.keys for action in ACTIONS}


def test_every_action_is_bound_in_its_scope_alone() -> None:
    for scope in SCOPES:
        assert set(bound(scope)) == {action.id for action in ACTIONS if action.scope == scope}


def test_a_binding_carries_the_words_of_its_action() -> None:
    binding = next(b for b in bindings("chat") if b.id == "chat.next")
    action = by_id()["chat.next"]
    assert (binding.action, binding.description) == ("chat_next", action.label)
    assert (binding.tooltip, binding.key_display) == (action.help, "^G")
    assert binding.show
    assert binding.priority
    assert not any(b.priority for b in bindings("list"))


def test_full_width_and_caps_lock_twins_are_bound() -> None:
    assert bound("list")["chat.snooze"] == {"z", "Z", "ｚ", "Ｚ"}
    assert bound("list", {"chat.filter": ["["]})["chat.filter"] == {
        "left_square_bracket",
        "left_black_lenticular_bracket",
        "fullwidth_left_square_bracket",
    }


def test_a_twin_gives_way_to_an_action_that_has_that_very_key() -> None:
    found = bound("list", {"chat.filter": ["Z"]})
    assert found["chat.filter"] == {"Z", "Ｚ"}
    assert found["chat.snooze"] == {"z", "ｚ"}


def test_an_override_replaces_the_key() -> None:
    freed = {"reply.pick": ["/"], "chat.next": ["Ctrl+F"]}
    assert validate(freed) == []
    assert bound("chat", freed)["chat.next"] == {"ctrl+f"}
    assert bound("list", {"chat.snooze": ["7", "8"]})["chat.snooze"] >= {"7", "8"}


def test_two_actions_may_swap_keys() -> None:
    swap = {"chat.next": ["ctrl+n"], "chat.note": ["ctrl+g"]}
    assert validate(swap) == []
    assert resolve(swap).keys["chat.note"] == ("ctrl+g",)


def test_the_same_key_in_scopes_that_never_meet_is_fine() -> None:
    assert (
        validate({"reply.pick": ["/"], "reply.send": ["ctrl+f"], "chat.snooze": ["ctrl+f"]}) == []
    )


def test_an_unknown_id_is_reported_with_the_nearest() -> None:
    (problem,) = validate({"chat.nxt": ["f5"]})
    assert "chat.nxt" in problem
    assert "是不是 chat.next" in problem


def test_a_quite_unknown_id_gets_no_guess() -> None:
    (problem,) = validate({"zzzzzz": ["f5"]})
    assert "zzzzzz" in problem
    assert "是不是" not in problem


@pytest.mark.parametrize(
    ("id_", "key"),
    [
        ("chat.next", "alt+1"),
        ("chat.next", "ctrl+h"),
        ("chat.next", "g"),
        ("chat.next", "no such key"),
        ("chat.next", "ctrl+g,ctrl+n"),
        ("chat.snooze", "enter"),
        ("reply.send", "ctrl+enter"),
        ("chat.snooze", ""),
    ],
)
def test_a_key_that_cannot_work_is_reported_and_the_default_stays(id_: str, key: str) -> None:
    (problem,) = validate({id_: [key]})
    assert id_ in problem
    assert by_id()[id_].keys[0] in problem
    assert resolve({id_: [key]}).keys[id_] == by_id()[id_].keys


@pytest.mark.parametrize(
    ("id_", "key", "why"),
    [
        ("quit", "ctrl+i", "就是 Tab"),
        ("quit", "ctrl+m", "就是 Enter"),
        ("quit", "ctrl+h", "就是 Backspace"),
        ("quit", "ctrl+c", "复制"),
        ("quit", "ctrl+z", "撤消"),
        ("quit", "ctrl+b", "tmux"),
        ("quit", "f10", "菜单"),
        ("quit", "alt+1", "变成"),
        ("quit", "shift+f5", "分不出来"),
        ("quit", "ctrl+enter", "分不出"),
        ("quit", "7", "文字"),
        ("chat.snooze", "tab", "换到下一块"),
        ("chat.snooze", "hyper+q", "没有这个键"),
        ("chat.snooze", "的", "没有这个键"),
    ],
)
def test_a_reserved_key_is_refused_with_its_reason(id_: str, key: str, why: str) -> None:
    (fault,) = resolve({id_: [key]}).faults
    assert why in fault.message
    assert fault.kind == ("unknown_key" if why == "没有这个键" else "reserved_key")


@pytest.mark.parametrize("key", sorted({*keys.FUNCTION_KEYS, *keys.CONTROL_KEYS, *"az09"}))
def test_no_key_that_an_action_may_have_is_reserved(key: str) -> None:
    assert keys.is_safe(key, "list")
    assert key not in REASONS


def test_a_clash_says_how_to_swap_and_that_works() -> None:
    (fault,) = resolve({"chat.note": ["ctrl+g"]}).faults
    assert fault.kind == "clash"
    assert 'chat.next = "ctrl+n"，chat.note = "ctrl+g"' in fault.message
    assert validate({"chat.next": ["ctrl+n"], "chat.note": ["ctrl+g"]}) == []


def test_a_clash_that_no_swap_solves_says_to_find_another_key() -> None:
    (fault,) = resolve({"chat.snooze": ["ctrl+g"]}).faults
    assert "先给 chat.next 换一个键" in fault.message


def test_what_is_quoted_of_a_key_carries_no_control_characters() -> None:
    assert "\x1b" not in validate({"quit": ["\x1b]52;c;eA==\x07"]})[0]


def test_an_action_cannot_lose_its_key() -> None:
    (problem,) = validate({"quit": []})
    assert "quit" in problem
    assert resolve({"quit": []}).keys["quit"] == ("ctrl+q",)


def test_a_stolen_key_is_reported_and_not_given() -> None:
    stolen = {"chat.note": ["ctrl+g"]}
    (problem,) = validate(stolen)
    assert "chat.note" in problem
    assert "chat.next" in problem
    assert resolve(stolen).keys["chat.note"] == ("ctrl+n",)


def test_a_key_stolen_from_an_enclosing_scope_is_reported() -> None:
    assert len(validate({"chat.snooze": ["ctrl+q"]})) == 1
    assert len(validate({"reply.send": ["f1"]})) == 1


def test_of_two_overrides_that_want_one_key_the_first_gets_it() -> None:
    both = {"reply.pick": ["/"], "chat.next": ["ctrl+f"], "chat.note": ["ctrl+f"]}
    (problem,) = validate(both)
    assert "chat.note" in problem
    assert resolve(both).keys["chat.next"] == ("ctrl+f",)
    assert resolve(both).keys["chat.note"] == ("ctrl+n",)


def test_a_refused_override_that_falls_back_on_a_taken_default_yields_no_clash() -> None:
    chain = {"chat.next": ["ctrl+n"], "chat.note": ["ctrl+q"]}
    found = resolve(chain)
    assert len(found.problems) == 2
    assert found.keys == resolve({}).keys
