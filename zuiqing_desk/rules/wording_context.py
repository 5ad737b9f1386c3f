"""When a word of a list does no harm: it is denied, forbidden or quoted, not said."""

import re
from typing import Final

_LOOK_BACK: Final = 40
"""Characters before a word that can excuse it."""

# What denies the words after it. 能不能, 要不要 … ask instead of denying; 不得不 affirms.
_DENIAL: Final = (
    r"(?:(?<!能)不能|(?<!可)不可以?|(?<!要)不要|(?<!会)不会|不得|(?<!用)不用|不必|(?<!需)不需要?"
    r"|不支持|不提供|(?<!方便)不方便|不允许|不建议|不鼓励|不敢|不保证|不承诺|不宣传|不宣称|不接受|不存在"
    r"|不具有|不具备|(?<!是)不是|不算|不属于|不含|不代表|不等于|不做|不搞|不参与|不涉及|请勿|切勿|勿"
    r"|禁止|严禁|拒绝|谢绝|抵制|(?<!有)没有|没法|没办法|无法|难以|很难|谨防|避免|防止|警惕|并非|绝非"
    r"|从不|从未|未必|不一定|不向|(?<![特级区分差个])别(?![的人家]))"
)
# What takes the denial back before it reaches the word: 不要忘了加…, 不能打折但可以返现.
_TURN: Final = r"但|可以|的话|就|只能|而是|不然|否则|才|不过|忘|担心|客气|犹豫|错过|(?<!为)了"
_DENIED: Final = re.compile(rf"{_DENIAL}(?!不)(?:(?!{_TURN})[^,;!?。、:\n]){{0,8}}$")
_FORBIDDEN_AFTER: Final = re.compile(
    r"[^,;!?。、:\n]{0,8}?(?:违规|违法|违反|不允许|不被允许|(?<!行)不行|(?<!可)不可以|禁止|不合规|不敢"
    r"|(?<!能)不能|(?<!方便)不方便|无法保证|没法保证|做不到|办不到|不支持|不受理)"
)
_QUOTED: Final = re.compile(r"[说问提讲叫写谓][的到过是]?[:]?[“「『《\"][^”」』》\"]*$")
_REFUSED: Final = re.compile("[勿禁别拒]|不(?!要紧)|没(?!关系|事)")
_AFFIRMED_TWICE: Final = ("得不", "能不", "会不")


def is_harmless(rule: str, text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` (folded) is denied, forbidden or quoted where it stands.

    What cannot be told cheaply counts as said, and the agent decides.
    """
    before = text[max(0, start - _LOOK_BACK) : start]
    if _QUOTED.search(before):
        return True
    if _DENIED.search(before) or _plainly_denied(before, text[start]):
        return True
    # 上不上头 asks.
    if text[start] == "不" and before[-1:] == text[start + 1 : start + 2] != "":
        return True
    # 最便宜的不支持退换 says 最便宜 all the same.
    if rule != "superlatives" and _FORBIDDEN_AFTER.match(text, end):
        return True
    # 未成年人不能购买 is the rule itself.
    return rule == "minors" and _REFUSED.search(text, start + 1, end) is not None


def _plainly_denied(before: str, first: str) -> bool:
    """不加微信, but neither 加不加微信 nor 不得不加微信."""
    return before.endswith("不") and before[-2:-1] != first and before[-2:] not in _AFFIRMED_TWICE
