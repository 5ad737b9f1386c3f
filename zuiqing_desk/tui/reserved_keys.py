"""Keys that no action may have, each with its reason (Chinese, for people)."""

import re
from typing import Final

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.scopes import LETTERS, Scope

_TEXT: Final = "回复框里编辑文字要用"
_MOVING: Final = "移动光标和翻看要用"

REASONS: Final[dict[str, str]] = {
    "ctrl+i": "终端里就是 Tab",
    "ctrl+m": "终端里就是 Enter",
    "ctrl+h": "终端里就是 Backspace",
    "ctrl+left_square_bracket": "终端里就是 Esc",
    "ctrl+[": "终端里就是 Esc",
    "ctrl+b": "是 tmux 的前缀键",
    "ctrl+c": "是复制",
    "ctrl+z": "是撤消输入",
    "ctrl+x": "是剪切",
    "ctrl+v": "是粘贴",
    "ctrl+a": _TEXT,
    "ctrl+e": _TEXT,
    "ctrl+k": _TEXT,
    "ctrl+u": _TEXT,
    "ctrl+w": _TEXT,
    "ctrl+y": "措辞提醒之后照发、平时重做要用",
    "ctrl+j": "回复框里换行要用",
    "ctrl+space": "是切换输入法",
    "f10": "是终端自己的菜单键",
    "f11": "是终端的全屏键",
    "f12": "常被终端或输入法拿走",
    "tab": "换到下一块要用",
    "shift+tab": "换到上一块要用",
    "enter": "打开选中的一行、发送要用",
    "escape": "离开、关掉窗口要用",
    "backspace": _TEXT,
    "delete": _TEXT,
    **dict.fromkeys(("up", "down", "left", "right"), _MOVING),
    **dict.fromkeys(("home", "end", "pageup", "pagedown"), _MOVING),
}

MODIFIED: Final = (
    (r"(ctrl|shift|alt)\+enter", "终端分不出它和 Enter"),
    (r"ctrl\+\d", "终端送不出 Ctrl 加数字"),
    (r"ctrl\+tab|ctrl\+shift\+.+", "终端送不到"),
    (r"alt\+\d", "有的终端把它变成 ¡ ∞ 这样的字"),
    (r"alt\+.+", "有的终端送不到，先按 Esc 再按字母也会当成它"),
    (r"shift\+.+", "终端里分不出来；大写字母直接写大写"),
    (r"(super|meta|cmd|win)\+.+", "操作系统自己要用"),
)
_FUNCTION: Final = re.compile(r"f([1-9]|[12]\d)")
_CONTROL: Final = re.compile(r"ctrl\+[a-z]")


def is_known(key: str) -> bool:
    """Whether there is such a key at all."""
    return (
        key in REASONS
        or key in keys.PUNCTUATION
        or keys.is_character(key)
        or _FUNCTION.fullmatch(key) is not None
        or _CONTROL.fullmatch(key) is not None
        or any(re.fullmatch(pattern, key) for pattern, _ in MODIFIED)
    )


def reason(key: str, scope: Scope) -> str:
    """Why a key that is_known cannot be an action's in this scope."""
    if key in REASONS:
        return REASONS[key]
    for pattern, words in MODIFIED:
        if re.fullmatch(pattern, key):
            return words
    if keys.is_character(key) and scope not in LETTERS:
        return "在能打字的地方是文字"
    return "终端送不到"
